import { createApp } from '../app.js';
import { readConfig } from '../config/config.js';
import type { Environment } from '../config/env.js';
import { openFoundation } from '../foundation.js';
import { createLogger } from '../log/logger.js';
import { openPlatforms } from '../open-platforms.js';
import { EMULATORS, type StartedEmulator } from '../platforms/emulators.js';
import { type DemoKeys, demoKeys } from './demo-keys.js';
import { demoTenant } from './demo-tenant.js';
import { exampleOperations } from './example-operations.js';
import type { Stoppable } from './until-stopped.js';

/** A running demo. */
export interface Demo extends Stoppable {
  readonly url: string;
  readonly adminUrl: string;
  readonly keys: DemoKeys;
  readonly emulators: readonly StartedEmulator[];
}

/**
 * Starts the stand-ins and a server on them, with a tenant that has their shops.
 * @throws ConfigProblems before anything is started
 */
export async function startDemo(env: Environment): Promise<Demo> {
  const { logLevel, logFormat } = readConfig(env, 'demo');
  const log = createLogger({ level: logLevel, format: logFormat });
  const emulators = await Promise.all(EMULATORS.map(({ start }) => start({ log })));
  const closeEmulators = async () => {
    await Promise.all(emulators.map((emulator) => emulator.close()));
  };
  try {
    const addresses = Object.assign({}, ...emulators.map(({ settings }) => settings)) as Record<string, string>;
    const config = readConfig({ ...env, ...addresses, UPSTREAM_ALLOW_PRIVATE: 'true' }, 'demo');
    const foundation = await openFoundation(config, 'demo');
    const platforms = openPlatforms(config, foundation, log);
    const { tenant, shops } = await demoTenant(foundation, platforms.list, emulators);
    const keys = await demoKeys(foundation, config.dataDir, tenant.id);
    const explorer = { demoKey: keys.read, tabs: exampleOperations(shops), emulated: true };
    const app = await createApp({ config, foundation, platforms, log, explorer });
    const addressesOfApp = await app.start();
    for (const { platform, begin } of emulators) {
      const pushed = begin === undefined ? [] : shops.filter((shop) => shop.platform === platform);
      const targets = await Promise.all(
        pushed.map(async (shop): Promise<[string, string]> => {
          const id = await foundation.registry.pushAddresses.idOf(shop);
          return [shop.nativeId, `${addressesOfApp.url}/push/${platform.toLowerCase()}/${id}`];
        }),
      );
      // The demo is of use without them.
      await begin?.(new Map(targets)).catch((err: unknown) => log.warn({ err }, 'no messages will be pushed'));
    }
    const stop = async (graceMs: number) => {
      await app.stop(graceMs);
      await closeEmulators();
    };
    return { ...addressesOfApp, keys, emulators, log, stop };
  } catch (error) {
    await closeEmulators();
    throw error;
  }
}

/** What the person who started the demo needs to know. */
export function demoBanner({ url, keys, emulators }: Demo): string[] {
  const names = emulators.map((emulator) => `${emulator.platform} at ${emulator.url}`);
  return [
    '',
    '  Shopgraph demo. The platforms are EMULATED on this machine: no real shop, no real money.',
    '',
    `  Explorer    ${url}/`,
    `  GraphQL     ${url}/graphql`,
    `  Read key    ${keys.read}`,
    `  Admin key   ${keys.admin}`,
    ...names.map((name, index) => `  ${index === 0 ? 'Emulated    ' : '            '}${name}`),
    '',
    `  curl ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${keys.read}' \\`,
    `    -d '{"query":"{ shops { nodes { id name platform } } }"}'`,
    '',
    '  Stop with Ctrl-C.',
    '',
  ];
}
