const { createRequire } = require('node:module');
const { join } = require('node:path');

/*
 * Loading 2300 modules costs a test file more than its tests do, and Jest loads them anew for every file. Here the files of
 * one worker share what they load: sources and packages stay, test files and Jest's own modules are loaded for each. That
 * is sound because nothing happens at import time (CONTRIBUTING.md). Not in watch mode, where sources change in between.
 */

// The copy Jest itself uses.
const Runtime = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'))('jest-runtime').default;

const TESTS = join(__dirname, '..');
/** What jest-circus leaves on the global object for the next copy of itself, which is to find nothing. */
const LEFT_BEHIND = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES'].map((name) => Symbol.for(name));

class SharedModules extends Runtime {
  teardown() {
    this.restoreAllMocks();
    this.registries.getInternalCjsRegistry().clear();
    const modules = this.registries.getActiveEsmRegistry();
    for (const key of modules.keys()) if (key.startsWith('@jest/globals') || key.includes(TESTS)) modules.delete(key);
    this.jestGlobals.clearJestObjectCache();
    for (const name of LEFT_BEHIND) delete this._environment.global[name];
  }
}

let shared;

/** Called with `new` for each test file. */
function runtimeFor(...args) {
  const { watch, watchAll } = args.at(-1);
  if (watch || watchAll) return new Runtime(...args);
  shared ??= new SharedModules(...args);
  return shared;
}

module.exports = runtimeFor;
