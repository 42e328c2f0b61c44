import {
  type DouyinEmulator,
  type DouyinEmulatorOptions,
  startDouyinEmulator,
} from '../../src/platforms/douyin/emulator/index.js';
import { douyinRegistration } from '../../src/platforms/douyin/registration.js';
import { shopGlobalId } from '../../src/tenants/global-id.js';
import type { Shop } from '../../src/tenants/shop.js';
import { type Answer, type Ask, type StartOptions, start, type TestServer } from './start.js';

/** A registered Douyin shop of the test tenant. */
export interface DouyinShop {
  readonly key: string;
  readonly id: string;
  /** Id on the platform. */
  readonly nativeId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly record: Shop;
  /** Global id of an object of this shop. */
  gid(type: string, nativeId: string): string;
}

/** A real server over HTTP in front of the stand-in of Douyin; the tenant has the shops of the seed. */
export interface DouyinServer extends Omit<TestServer, 'shops'> {
  readonly douyin: DouyinEmulator;
  readonly shops: readonly DouyinShop[];
  /** Operations that Douyin was asked since the last `ask` began, in order, token calls aside. */
  calls(): string[];
  /** The token calls among them. */
  tokenCalls(): string[];
}

/** What a test may choose. */
export interface DouyinStartOptions {
  readonly emulator?: DouyinEmulatorOptions;
  /** Kuaizhan has no shops unless a seed is told. */
  readonly server?: StartOptions;
}

/** The samples are of 2023, and so is the clock of a stand-in that has them. */
const SKEW_OF_FIXTURES = 10 * 366 * 86_400;

/** Starts everything on free ports; `stop` leaves nothing behind. */
export async function startDouyin({ emulator = {}, server = {} }: DouyinStartOptions = {}): Promise<DouyinServer> {
  const isOld = emulator.seed === 'fixtures' && emulator.now === undefined;
  const douyin = await startDouyinEmulator({ ...(isOld ? { skewSeconds: SKEW_OF_FIXTURES } : {}), ...emulator });
  const addresses = { DOUYIN_URL: douyin.url, DOUYIN_SANDBOX_URL: douyin.sandboxUrl };
  const base = await start({ seed: 'empty', ...server, env: { ...addresses, ...server.env } });
  const shops: DouyinShop[] = [];
  for (const { name, credential } of douyin.seed.demoShops) {
    const registration = douyinRegistration(credential);
    const { registry } = base.foundation;
    const record =
      (await registry.shopByNative(base.tenantId, 'DOUYIN', registration.nativeId)) ??
      (await registry.registerShop(base.tenantId, { name, registration, isSandbox: false, labels: [] }));
    shops.push({
      key: record.key,
      id: shopGlobalId(record.key),
      nativeId: registration.nativeId,
      appId: credential.appId,
      appSecret: credential.appSecret,
      record,
      gid: (type, nativeId) => `gid://v1/${type}/${record.key}/${encodeURIComponent(nativeId)}`,
    });
  }
  const operations = (): string[] => douyin.journal.entries.map(({ operation }) => operation);
  return {
    ...base,
    douyin,
    shops,
    ask: (query: string, variables?: Readonly<Record<string, unknown>>, options?: Ask): Promise<Answer> => {
      douyin.journal.clear();
      return base.ask(query, variables, options);
    },
    calls: () => operations().filter((operation) => !operation.startsWith('POST /token/')),
    tokenCalls: () => operations().filter((operation) => operation.startsWith('POST /token/')),
    async stop() {
      await base.stop();
      await douyin.close();
    },
  };
}
