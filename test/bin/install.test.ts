import { missingPackages, nodeProblem } from '../../bin/install.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/ws': { version: '8.23.0' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  },
};

describe('deciding what to install', () => {
  it('asks for everything when nothing is installed', () => {
    expect(missingPackages(lock, undefined)).toEqual(['node_modules/zod', 'node_modules/ws']);
  });

  it('asks for what is missing or has another version, but not for what this platform may lack', () => {
    const installed = {
      packages: { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/ws': { version: '8.23.0' } },
    };
    expect(missingPackages(lock, installed)).toEqual(['node_modules/zod']);
  });

  it('asks for nothing when all is there', () => {
    expect(missingPackages(lock, lock)).toEqual([]);
  });
});

describe('checking Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['18.20.4', '20.18.3', '16.0.0'])('says of %s what is needed and where to get it', (version) => {
    expect(nodeProblem(version)).toMatch(`This needs Node 20.19 or newer; this is Node ${version}.`);
  });
});
