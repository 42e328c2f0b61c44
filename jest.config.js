/** Tests run as ES modules, compiled by SWC; the same decorators setting as tsconfig.json. */
export default {
  // The test files of a worker share the modules they load; the two belong together.
  runtime: '<rootDir>/test/support/shared-modules.runtime.cjs',
  testEnvironment: '<rootDir>/test/support/shared-realm.environment.cjs',
  maxWorkers: '100%',
  // Two workers on two cores, each with server, stand-in and asker in one thread: room for a busy machine.
  testTimeout: 20_000,
  setupFiles: ['reflect-metadata'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
};
