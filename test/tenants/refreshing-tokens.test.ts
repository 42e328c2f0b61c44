import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { Secret } from '../../src/tenants/secret.js';
import type { Shop } from '../../src/tenants/shop.js';
import { GrantRefused } from '../../src/tenants/token-grant.js';
import { kuaizhanShop } from '../store/home.js';
import { gate, makeBench, type TokenBench, until } from './token-bench.js';
import { TokenPlatform } from './token-platform.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('tokens that end', () => {
  let bench: TokenBench;
  let platform: TokenPlatform;
  beforeEach(async () => {
    bench = await makeBench({ file: ':memory:' });
    ({ platform } = bench);
  });
  afterEach(() => bench.home.close());

  describe('are got', () => {
    it('by creating a pair where there is none, once, and from then on from memory or from disk', async () => {
      const process = bench.process();
      expect(await Promise.all([bench.get(process), bench.get(process)])).toEqual(Array(2).fill('access-shop-1'));
      expect(await bench.get(process)).toBe('access-shop-1');
      expect(await bench.get(bench.process())).toBe('access-shop-1');
      expect(platform.asked).toEqual(['create']);
    });

    it('by one refresh for a thousand callers of an ended token', async () => {
      const process = bench.process();
      await bench.get(process);
      bench.clock.advance(7 * DAY_MS);
      const answers = await Promise.all(Array.from({ length: 1_000 }, () => bench.get(process)));
      expect(new Set(answers)).toEqual(new Set(['access-shop-2']));
      expect(platform.asked).toEqual(['create', 'refresh']);
    });

    it('by one refresh for the callers of several processes', async () => {
      const processes = [bench.process(), bench.process(), bench.process()];
      await Promise.all(processes.map((process) => bench.get(process)));
      bench.clock.advance(7 * DAY_MS);
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, n) => bench.get(processes[n % 3] ?? bench.process())),
      );
      expect(new Set(answers)).toEqual(new Set(['access-shop-2']));
      expect(platform.asked).toEqual(['create', 'refresh']);
    });

    it('by creating a new pair when the refresh token has ended, or the platform knows it no more', async () => {
      const process = bench.process();
      await bench.get(process);
      bench.clock.advance(15 * DAY_MS);
      expect(await bench.get(process)).toBe('access-shop-2');
      expect(platform.asked).toEqual(['create', 'create']);
      platform.replace();
      bench.clock.advance(7 * DAY_MS + 1);
      expect(await bench.get(process)).toBe('access-shop-4');
      expect(platform.asked.slice(2)).toEqual(['refresh', 'create']);
    });

    it('later, when somebody outside of this store is refreshing them', async () => {
      const process = bench.process();
      platform.failures = [new GrantRefused('busy', '31012'), new GrantRefused('busy', '31012')];
      expect(await bench.get(process)).toBe('access-shop-1');
      expect(platform.asked).toHaveLength(3);
      bench.clock.advance(7 * DAY_MS);
      platform.always = new GrantRefused('busy', '31012');
      expect(await bench.get(process)).toBe('UPSTREAM_UNAVAILABLE');
      expect(platform.asked.length).toBeLessThan(10);
    });

    it('in time, or the callers are told that it took too long, and the next ones find them', async () => {
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      const process = bench.process({ waitMs: 30 });
      expect(await Promise.all([bench.get(process), bench.get(process)])).toEqual(Array(2).fill('UPSTREAM_TIMEOUT'));
      answer.open();
      await process.settled();
      expect(await bench.get(process)).toBe('access-shop-1');
      expect(platform.asked).toEqual(['create']);
    });

    it('not at all when the platform gives ended or empty ones', async () => {
      const process = bench.process({ retryMs: 0 });
      const odd = { refreshToken: new Secret('r'), refreshEndsAt: bench.clock.wall() + DAY_MS };
      const inTime = { accessEndsAt: bench.clock.wall() + DAY_MS };
      for (const grant of [
        { ...odd, accessToken: new Secret('a'), accessEndsAt: bench.clock.wall() },
        { ...odd, accessToken: new Secret('a'), accessEndsAt: Number.NaN },
        { ...odd, ...inTime, accessToken: new Secret('') },
      ]) {
        const source = { create: async () => grant, refresh: async () => grant };
        await expect(process.of(bench.shop, source).get()).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
      }
      expect(await process.facts(bench.shop)).toBeNull();
    });
  });

  describe('are renewed ahead of their end', () => {
    it('between 55 and 5 minutes before it, each shop at a time of its own, and never earlier', async () => {
      const process = bench.process();
      const shops: { shop: Shop; platform: TokenPlatform }[] = [];
      for (let n = 0; n < 40; n += 1) {
        const shop = await bench.register(`shop ${n}`);
        shops.push({ shop, platform: new TokenPlatform(() => bench.clock.wall(), String(n)) });
      }
      const visit = async (): Promise<number> => {
        const asked = (): number => shops.filter((one) => one.platform.asked.includes('refresh')).length;
        const before = asked();
        const got = await Promise.all(shops.map((one) => bench.get(process, one.shop, one.platform)));
        for (const [n, token] of got.entries()) expect(shops[n]?.platform.takes(token)).toBe(true);
        await process.settled();
        return asked() - before;
      };
      await visit();
      bench.clock.advance(7 * DAY_MS - 55 * MINUTE_MS - 1_000);
      expect(await visit()).toBe(0);
      const renewed: number[] = [];
      for (let left = 55; left > 5; left -= 5) {
        bench.clock.advance(5 * MINUTE_MS);
        renewed.push(await visit());
      }
      bench.clock.advance(2_000);
      renewed.push(await visit());
      expect(renewed.reduce((sum, count) => sum + count)).toBe(40);
      expect(renewed.filter((count) => count > 0).length).toBeGreaterThan(5);
      expect(Math.max(...renewed)).toBeLessThan(20);
      for (const one of shops) expect(one.platform.asked).toEqual(['create', 'refresh']);
    });

    it('at the same time by every process, and by one of them', async () => {
      const processes = [bench.process(), bench.process()];
      await Promise.all(processes.map((process) => bench.get(process)));
      bench.clock.advance(7 * DAY_MS - 5 * MINUTE_MS);
      await Promise.all(processes.map((process) => bench.get(process)));
      await Promise.all(processes.map((process) => process.settled()));
      expect(await Promise.all(processes.map((process) => bench.get(process)))).toEqual(Array(2).fill('access-shop-2'));
      expect(platform.asked).toEqual(['create', 'refresh']);
    });

    it('while callers go on with the old one', async () => {
      const process = bench.process();
      await bench.get(process);
      bench.clock.advance(7 * DAY_MS - 5 * MINUTE_MS);
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      const answers = await Promise.all(Array.from({ length: 50 }, () => bench.get(process)));
      await until(() => platform.asked.length === 2);
      answers.push(await bench.get(process));
      expect(new Set(answers)).toEqual(new Set(['access-shop-1']));
      answer.open();
      await process.settled();
      expect(await bench.get(process)).toBe('access-shop-2');
    });

    it('again and again when it fails, the old one staying in use until its end', async () => {
      const process = bench.process();
      await bench.get(process);
      bench.clock.advance(7 * DAY_MS - 5 * MINUTE_MS);
      platform.always = new AppError('UPSTREAM_UNAVAILABLE');
      const failed = (): number => bench.told.filter((line) => line === 'error: UPSTREAM_UNAVAILABLE').length;
      for (let second = 0; second < 299; second += 1) {
        expect(await bench.get(process)).toBe('access-shop-1');
        await process.settled();
        bench.clock.advance(1_000);
      }
      expect(failed()).toBeGreaterThan(30);
      expect(failed()).toBeLessThan(80);
      bench.clock.advance(60_000);
      expect(await Promise.all([bench.get(process), bench.get(process)])).toEqual(
        Array(2).fill('UPSTREAM_UNAVAILABLE'),
      );
      const asked = platform.asked.length;
      expect(await bench.get(process)).toBe('UPSTREAM_UNAVAILABLE');
      expect(platform.asked).toHaveLength(asked);
      platform.always = null;
      bench.clock.advance(5_000);
      expect(await bench.get(process)).toBe('access-shop-2');
    });

    it('not before a while that the platform asked for', async () => {
      const process = bench.process();
      platform.failures = [new AppError('RATE_LIMITED', undefined, { retryAfterMs: 20_000 })];
      expect(await bench.get(process)).toBe('RATE_LIMITED');
      bench.clock.advance(19_000);
      expect(await bench.get(process)).toBe('RATE_LIMITED');
      expect(platform.asked).toHaveLength(1);
      bench.clock.advance(1_000);
      expect(await bench.get(process)).toBe('access-shop-1');
    });

    it('now and then when they are short, and not at each call', async () => {
      platform.accessMs = 10 * MINUTE_MS;
      const process = bench.process();
      for (let second = 0; second < 1_800; second += 10) {
        expect(platform.takes(await bench.get(process))).toBe(true);
        await process.settled();
        bench.clock.advance(10_000);
      }
      expect(platform.asked.length).toBeLessThan(15);
    });
  });

  describe('at the end of a process', () => {
    it('are stored first, and what another process is doing is not waited for', async () => {
      const [process, other] = [bench.process(), bench.process()];
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      const asking = bench.get(process);
      await until(() => platform.asked.length === 1);
      const waiting = bench.get(other);
      await other.close();
      expect(await waiting).toBe('SHUTTING_DOWN');
      const closed = process.close();
      answer.open();
      await closed;
      expect(await process.facts(bench.shop)).not.toBeNull();
      expect(await asking).toBe('access-shop-1');
    });
  });

  describe('belong', () => {
    it('to one environment: a switch to the sandbox and back mixes nothing', async () => {
      const process = bench.process();
      const sandbox = new TokenPlatform(() => bench.clock.wall(), 'sandbox');
      const [live, test] = [bench.shop, await bench.registry.setSandbox(bench.shop.key, true)];
      expect(await bench.get(process, live)).toBe('access-shop-1');
      expect(await bench.get(process, test, sandbox)).toBe('access-sandbox-1');
      const other = bench.process();
      expect(await bench.get(other, live)).toBe('access-shop-1');
      expect(await bench.get(other, test, sandbox)).toBe('access-sandbox-1');
      expect([platform.asked, sandbox.asked]).toEqual([['create'], ['create']]);
    });

    it('to one credential: after a rotation the old pair is not used, by whoever knows of it', async () => {
      const process = bench.process();
      await bench.get(process);
      const rotated = await bench.registry.rotateCredential(bench.shop.key, kuaizhanShop('1', 'another secret'));
      const fresh = new TokenPlatform(() => bench.clock.wall(), 'rotated');
      expect(await process.facts(rotated)).toBeNull();
      expect(await bench.get(process, rotated, fresh)).toBe('access-rotated-1');
      expect(await bench.get(bench.process(), rotated, fresh)).toBe('access-rotated-1');
      expect(fresh.asked).toEqual(['create']);
      expect(bench.granted).toEqual([1, 2]);
      const late = bench.process().of(bench.shop, platform.grants);
      await expect(late.get()).rejects.toMatchObject({ code: 'CONFLICT', retryable: true });
      expect(platform.asked).toEqual(['create']);
    });

    it('to one credential: what arrives after a rotation is not kept', async () => {
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      const process = bench.process();
      const asking = bench.get(process);
      await until(() => platform.asked.length === 1);
      const rotated = await bench.registry.rotateCredential(bench.shop.key, kuaizhanShop('1', 'another secret'));
      answer.open();
      expect(await asking).toBe('CONFLICT');
      expect(await process.facts(rotated)).toBeNull();
      platform.always = new GrantRefused('authorization-gone', 'gone');
      expect(await bench.get(process, rotated)).toBe('SHOP_AUTH_EXPIRED');
      const again = await bench.registry.rotateCredential(bench.shop.key, kuaizhanShop('1', 'a third secret'));
      platform.always = null;
      expect(await bench.get(process, again)).toBe('access-shop-1');
    });

    it('to a registered shop, and go with it', async () => {
      const process = bench.process();
      await bench.get(process);
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      bench.clock.advance(7 * DAY_MS);
      const asking = bench.get(process);
      await until(() => platform.asked.length === 2);
      await bench.registry.unregisterShop(bench.shop.key);
      answer.open();
      expect(await asking).toBe('NOT_FOUND');
      expect(await bench.get(bench.process())).toBe('NOT_FOUND');
      expect(await process.facts(bench.shop)).toBeNull();
    });
  });

  it('tell when they end and when they were renewed, and no more', async () => {
    const process = bench.process();
    expect(await process.facts(bench.shop)).toBeNull();
    await bench.get(process);
    const madeAt = bench.clock.wall();
    const facts = (since: number) => ({
      accessTokenExpiresAt: new Date(since + 7 * DAY_MS),
      refreshTokenExpiresAt: new Date(since + 14 * DAY_MS),
      lastRefreshedAt: new Date(since),
    });
    expect(await process.facts(bench.shop)).toEqual(facts(madeAt));
    bench.clock.advance(8 * DAY_MS);
    await bench.get(process);
    expect(await bench.process().facts(bench.shop)).toEqual(facts(madeAt + 8 * DAY_MS));
  });

  it('that come after their turn has ended are not lost', async () => {
    const slow = bench.process({ leaseMs: 30 });
    const answer = gate();
    platform.beforeAnswer = () => answer.opened;
    expect(await bench.get(slow)).toBe('UPSTREAM_TIMEOUT');
    answer.open();
    expect(await bench.get(bench.process())).toBe('access-shop-1');
    expect(platform.asked).toEqual(['create']);
  });

  it('that come after their turn has ended never replace those of a later turn', async () => {
    const [slow, quick] = [bench.process(), bench.process()];
    const slowPlatform = new TokenPlatform(() => bench.clock.wall(), 'slow');
    const quickPlatform = new TokenPlatform(() => bench.clock.wall(), 'quick');
    const answer = gate();
    slowPlatform.beforeAnswer = () => answer.opened;
    const late = bench.get(slow, bench.shop, slowPlatform);
    await until(() => slowPlatform.asked.length === 1);
    bench.clock.advance(15_000);
    expect(await bench.get(quick, bench.shop, quickPlatform)).toBe('access-quick-1');
    answer.open();
    expect(await late).toBe('access-quick-1');
    expect(await bench.get(bench.process())).toBe('access-quick-1');
  });
});
