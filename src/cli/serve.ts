import { type App, type AppAddresses, createApp } from '../app.js';
import { readConfig } from '../config/config.js';
import type { Environment } from '../config/env.js';
import { openFoundation } from '../foundation.js';
import { createLogger } from '../log/logger.js';
import { openPlatforms } from '../open-platforms.js';

/**
 * Starts the production server.
 * @throws ConfigProblems, StoreError, KeyringError: nothing is changed then
 */
export async function startServer(env: Environment): Promise<AppAddresses & { readonly app: App }> {
  const config = readConfig(env, 'serve');
  const log = createLogger({ level: config.logLevel, format: config.logFormat });
  const foundation = await openFoundation(config, 'live');
  const platforms = openPlatforms(config, foundation, log);
  const app = await createApp({ config, foundation, platforms, log });
  return { app, ...(await app.start()) };
}
