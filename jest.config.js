export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  extensionsToTreatAsEsm: ['.ts'],
  // Two cores; each worker also runs what it starts: servers, browsers, compilers.
  maxWorkers: 2,
  testTimeout: 20_000,
  reporters: ['default', 'summary', '<rootDir>/bin/closing-line.mjs'],
};
