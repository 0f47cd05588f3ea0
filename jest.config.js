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
  // What only an emulator of AWS can show waits for one: AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm test -- emulator
  testPathIgnorePatterns: process.env.AWS_ENDPOINT_URL ? [] : ['\\.emulator\\.test\\.ts$'],
  // Two cores; each worker also runs what it starts: servers, browsers, compilers.
  maxWorkers: 2,
  testTimeout: 20_000,
  reporters: ['default', 'summary', '<rootDir>/bin/closing-line.mjs'],
};
