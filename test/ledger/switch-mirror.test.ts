import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { type Foundation, foundationOn } from '../../src/foundation.js';
import type { SwitchName } from '../../src/ledger/switch-debts.js';
import { type SwitchHost, SwitchMirror } from '../../src/ledger/switch-mirror.js';
import { CallTrace } from '../../src/log/call-trace.js';
import { createLogger } from '../../src/log/logger.js';
import { Secret } from '../../src/tenants/secret.js';
import type { Shop } from '../../src/tenants/shop.js';

const AWAY = new AppError('UPSTREAM_UNAVAILABLE', 'away');
const NO = new AppError('UPSTREAM_REJECTED', 'no');
const DAY_MS = 24 * 60 * 60_000;

/** A host that does as it is told to, and remembers how each switch stood when it was told. */
class ToldHost implements SwitchHost {
  readonly told: string[] = [];
  /** What it answers next, by shop name and switch or for all; nothing is a success. */
  failing: (shop: Shop, name: SwitchName) => unknown = () => null;
  /** Waited for before each answer. */
  pause: Promise<void> = Promise.resolve();

  has(shop: Shop): boolean {
    return shop.name !== 'foreign';
  }

  async tell(shop: Shop, name: SwitchName): Promise<void> {
    this.told.push(`${shop.name} ${name}=${name === 'sandbox' ? shop.isSandbox : (shop.proxy?.url ?? 'none')}`);
    await this.pause;
    const failure = this.failing(shop, name);
    if (failure !== null) throw failure;
  }

  isRefusal(error: unknown): boolean {
    return error === NO;
  }
}

let foundation: Foundation;
let host: ToldHost;
let mirror: SwitchMirror;
let now: number;
let tenantId: string;
let logLines: { level: number; msg: string }[];

const log = createLogger({ level: 'info', format: 'json', write: (line) => void logLines.push(JSON.parse(line)) });
const open = () => foundationOn(':memory:', `k1:${randomBytes(32).toString('base64')}`, 'live');
const mirrorOf = ({ store }: Foundation = foundation) =>
  new SwitchMirror({ debts: store.switchDebts, shops: store.shops, host, log, now: () => new Date(now) });

beforeEach(async () => {
  foundation = await open();
  tenantId = (await foundation.registry.createTenant('T')).id;
  host = new ToldHost();
  mirror = mirrorOf();
  now = Date.now() + 10_000;
  logLines = [];
});
afterEach(() => foundation.close());

const register = (name: string) =>
  foundation.registry.registerShop(tenantId, {
    name,
    registration: {
      platform: 'DOUYIN',
      nativeId: name,
      nativeResource: 'shop',
      attributes: {},
      secrets: { appSecret: new Secret('secret') },
      mainSecret: 'appSecret',
    },
    isSandbox: true,
    labels: [],
  });
const setSandbox = (shop: Shop, isSandbox: boolean) => foundation.registry.setSandbox(shop.key, isSandbox);
const setProxy = (shop: Shop, url: string) => foundation.registry.setProxy(shop.key, { isEnabled: true, url });
const owed = async (shop: Shop) => foundation.store.switchDebts.ofShop(shop.key);
const carry = (shop: Shop, name: SwitchName, withinMs = 1_000) =>
  mirror.carry(shop, name, { trace: new CallTrace(), log, deadlineAt: performance.now() + withinMs });
/** Looks at the debts after so many milliseconds. */
const lookAfter = (ms: number) => {
  now += ms;
  return mirror.runOnce();
};

describe('the mirror of switches', () => {
  it('tells a move at once, and nothing afterwards', async () => {
    const shop = await register('a');
    await setSandbox(shop, false);
    expect(await carry(shop, 'sandbox')).toBeNull();
    expect(await lookAfter(DAY_MS)).toBe(0);
    expect([host.told, await owed(shop)]).toEqual([['a sandbox=false'], []]);
  });

  it('tells what nobody waited for, such as a move of another process, after a head start', async () => {
    const shop = await register('a');
    const at = Date.now();
    await setSandbox(shop, false);
    now = at;
    expect(await mirror.runOnce()).toBe(0);
    expect(await lookAfter(3_000)).toBe(1);
    expect(host.told).toEqual(['a sandbox=false']);
  });

  it('waits twice as long after each try in vain, ten minutes at most, and a week in all', async () => {
    const shop = await register('a');
    await setSandbox(shop, false);
    host.failing = () => AWAY;
    expect(await carry(shop, 'sandbox')).toBe(AWAY);
    const waits: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      const [debt] = await owed(shop);
      if (debt === undefined) throw new Error('nothing is owed');
      waits.push(debt.dueAt.getTime() - now);
      const told = host.told.length;
      await lookAfter(debt.dueAt.getTime() - now - 1);
      expect(host.told).toHaveLength(told);
      await lookAfter(1);
      expect(host.told).toHaveLength(told + 1);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600].map((seconds) => seconds * 1000));
    await lookAfter(7 * DAY_MS);
    expect(await owed(shop)).toEqual([]);
    expect(logLines.at(-1)).toMatchObject({ level: 50, msg: expect.stringContaining('given up') });
    await lookAfter(DAY_MS);
    expect(host.told).toHaveLength(14);
  });

  it('gives a refusal six tries, and a new move six new ones', async () => {
    const shop = await register('a');
    host.failing = () => NO;
    for (const isSandbox of [false, true]) {
      await setSandbox(shop, isSandbox);
      expect(await carry(shop, 'sandbox')).toBe(NO);
      for (let at = 0; at < 20; at += 1) await lookAfter(DAY_MS / 24);
      expect(await owed(shop)).toEqual([]);
    }
    expect(host.told).toHaveLength(12);
    expect(logLines.filter(({ level }) => level === 50)).toHaveLength(2);
  });

  it('keeps the order of a shop while the host is away, and lets the latest move win', async () => {
    const shop = await register('a');
    host.failing = () => AWAY;
    await setSandbox(shop, false);
    await carry(shop, 'sandbox');
    await new Promise((resolve) => setTimeout(resolve, 2));
    await setProxy(shop, 'http://one.example:1');
    await carry(shop, 'proxy');
    await setProxy(shop, 'http://two.example:2');
    host.failing = () => null;
    host.told.length = 0;
    await lookAfter(DAY_MS);
    expect(host.told).toEqual(['a sandbox=false', 'a proxy=http://two.example:2']);
  });

  it('does not let a refused switch hold up the other', async () => {
    const shop = await register('a');
    host.failing = (_shop, name) => (name === 'sandbox' ? NO : null);
    await setSandbox(shop, false);
    await carry(shop, 'sandbox');
    await setProxy(shop, 'http://one.example:1');
    expect(await carry(shop, 'proxy')).toBeNull();
    expect(await owed(shop)).toMatchObject([{ name: 'sandbox', refusals: 1 }]);
  });

  it('does not pay a move by what was told before it', async () => {
    const shop = await register('a');
    await setSandbox(shop, false);
    let goOn: () => void = () => undefined;
    host.pause = new Promise((resolve) => {
      goOn = resolve;
    });
    const first = carry(shop, 'sandbox');
    while (host.told.length === 0) await new Promise(setImmediate);
    await setSandbox(shop, true);
    const second = carry(shop, 'sandbox');
    goOn();
    expect([await first, await second]).toEqual([null, null]);
    expect([host.told, await owed(shop)]).toEqual([['a sandbox=false', 'a sandbox=true'], []]);
  });

  it('asks a host that is away for one shop a round, and for all at once when it is back', async () => {
    const shops = [await register('a'), await register('b'), await register('c')];
    host.failing = () => AWAY;
    for (const shop of shops) await setSandbox(shop, false);
    for (let round = 1; round <= 3; round += 1) {
      await mirror.runOnce();
      expect(host.told).toHaveLength(round);
    }
    host.failing = () => null;
    host.told.length = 0;
    await lookAfter(2_000);
    expect(host.told).toContain('a sandbox=false');
    await lookAfter(0);
    expect([...host.told].sort()).toEqual(['a sandbox=false', 'b sandbox=false', 'c sandbox=false']);
  });

  it('forgets nothing when it is made anew', async () => {
    const shop = await register('a');
    host.failing = () => AWAY;
    await setSandbox(shop, false);
    await carry(shop, 'sandbox');
    await mirror.stop();
    host.failing = () => null;
    mirror = mirrorOf();
    await lookAfter(DAY_MS);
    expect([host.told, await owed(shop)]).toEqual([['a sandbox=false', 'a sandbox=false'], []]);
  });

  it('drops what concerns a shop the host does not have', async () => {
    const shop = await register('foreign');
    await setSandbox(shop, false);
    expect(await carry(shop, 'sandbox')).toBeNull();
    await lookAfter(DAY_MS);
    expect([host.told, await owed(shop)]).toEqual([[], []]);
  });

  it('survives an error nobody thought of, and goes on to other shops', async () => {
    const [a, b] = [await register('a'), await register('b')];
    host.failing = (shop) => (shop.name === 'a' ? new TypeError('a bug') : null);
    await setSandbox(a, false);
    await setSandbox(b, false);
    expect(await carry(a, 'sandbox')).toMatchObject({ code: 'INTERNAL' });
    await lookAfter(1);
    await lookAfter(1);
    expect(await owed(b)).toEqual([]);
    expect(await owed(a)).toMatchObject([{ tries: expect.any(Number), refusals: 0 }]);
  });

  it('lets nobody wait longer than he has time', async () => {
    const shop = await register('a');
    await setSandbox(shop, false);
    let goOn: () => void = () => undefined;
    host.pause = new Promise((resolve) => {
      goOn = resolve;
    });
    const first = carry(shop, 'sandbox', 10_000);
    while (host.told.length === 0) await new Promise(setImmediate);
    expect(await carry(shop, 'sandbox', 20)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    goOn();
    expect(await first).toBeNull();
  });

  it('says so when the store does not work, and throws nothing', async () => {
    const shop = await register('a');
    const closed = await open();
    mirror = mirrorOf(closed);
    await closed.close();
    expect(await carry(shop, 'sandbox')).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await mirror.runOnce()).toBe(0);
  });
});
