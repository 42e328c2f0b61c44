const { createRequire } = require('node:module');

// The copy Jest itself uses.
const fromCore = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { TestEnvironment } = createRequire(fromCore.resolve('jest-config'))('jest-environment-node');

class SharedRealm extends TestEnvironment {
  // The next test file goes on with it.
  async teardown() {}
}

let shared;

/**
 * Called with `new` for each test file: one global object for all files of a worker, as modules that are shared need it
 * (`shared-modules.runtime.cjs`).
 */
function environmentFor(config, context) {
  const { watch, watchAll } = config.globalConfig;
  if (watch || watchAll) return new TestEnvironment(config, context);
  shared ??= new SharedRealm(config, context);
  return shared;
}

module.exports = environmentFor;
