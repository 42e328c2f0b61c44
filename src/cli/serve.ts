import type { App, AppAddresses } from '../app.js';
import { readConfig } from '../config/config.js';
import type { Environment } from '../config/env.js';
import { openFoundation } from '../foundation.js';
import { createLogger } from '../log/logger.js';

/**
 * Starts the production server.
 * @throws ConfigProblems, StoreError, KeyringError: nothing is changed then
 */
export async function startServer(env: Environment): Promise<AppAddresses & { readonly app: App }> {
  const config = readConfig(env, 'serve');
  const log = createLogger({ level: config.logLevel, format: config.logFormat });
  const foundation = await openFoundation(config, 'live');
  // Loaded after the settings and the store were found good: a refusal comes at once, and the graph takes a second.
  const [{ createApp }, { openPlatforms }] = await Promise.all([import('../app.js'), import('../open-platforms.js')]);
  const platforms = openPlatforms(config, foundation, log);
  const app = await createApp({ config, foundation, platforms, log });
  return { app, ...(await app.start()) };
}
