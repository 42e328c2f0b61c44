import type { Logger } from '../log/logger.js';
import type { PlatformName } from '../tenants/shop.js';
import { startDouyinEmulator } from './douyin/emulator/index.js';
import { startKuaizhanEmulator } from './kuaizhan/emulator/index.js';

/** How to start a platform's stand-in. */
export interface EmulatorStart {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 (any free port) unless told. */
  readonly port?: number;
  /** Milliseconds that every answer takes. */
  readonly latencyMs?: number;
  readonly log?: Logger;
}

/** A running stand-in with shops to try. */
export interface StartedEmulator {
  readonly platform: PlatformName;
  /** Settings to give the gateway in place of the platform's own addresses, e.g. `KUAIZHAN_URL`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Base URL of what stands for production. */
  readonly url: string;
  /** `credential` has the keys a merchant would register; Kuaizhan: `accessToken`, `siteId`, `shopId`, `forumId`; Douyin: `appId`, `appSecret`, `shopId`. */
  readonly demoShops: readonly { readonly name: string; readonly credential: Readonly<Record<string, string>> }[];
  /** Lets buyers come, and tells of what they do: to the address of each shop, by its id on the platform. */
  readonly begin?: (addresses: ReadonlyMap<string, string>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A platform that can be emulated. */
export interface PlatformEmulator {
  readonly platform: PlatformName;
  readonly start: (options?: EmulatorStart) => Promise<StartedEmulator>;
}

/** Between two things that buyers of the demo do. */
const PACE_MS = 5_000;

/** The stand-ins there are; a new platform adds a line. Production never imports this file. */
export const EMULATORS: readonly PlatformEmulator[] = [
  { platform: 'KUAIZHAN', start: startKuaizhan },
  { platform: 'DOUYIN', start: startDouyin },
];

async function startKuaizhan(options: EmulatorStart = {}): Promise<StartedEmulator> {
  const emulator = await startKuaizhanEmulator(options);
  return {
    platform: 'KUAIZHAN',
    settings: { KUAIZHAN_URL: emulator.url },
    url: emulator.url,
    demoShops: emulator.seed.shops.map(({ name, ...credential }) => ({ name, credential })),
    close: emulator.close,
  };
}

async function startDouyin(options: EmulatorStart = {}): Promise<StartedEmulator> {
  const emulator = await startDouyinEmulator(options);
  return {
    platform: 'DOUYIN',
    settings: { DOUYIN_URL: emulator.url, DOUYIN_SANDBOX_URL: emulator.sandboxUrl },
    url: emulator.url,
    demoShops: emulator.seed.demoShops,
    begin: async (addresses) => {
      for (const [shopId, url] of addresses) await emulator.pushTo({ shopId, url });
      emulator.startPace({ everyMs: PACE_MS });
    },
    close: emulator.close,
  };
}
