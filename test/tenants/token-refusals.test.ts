import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { GrantRefused } from '../../src/tenants/token-grant.js';
import { gate, makeBench, type TokenBench } from './token-bench.js';
import type { TokenPlatform } from './token-platform.js';

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

  describe('that the platform refuses', () => {
    const refuse = async (process: ReturnType<TokenBench['process']>, reason = 'refused'): Promise<string> => {
      const source = process.of(bench.shop, platform.grants);
      const token = await source.get();
      source.invalidate(reason, token);
      return revealSecret(token);
    };

    it('are taken from disk when another process has newer ones', async () => {
      const [process, other] = [bench.process(), bench.process()];
      await bench.get(process);
      await bench.get(other);
      bench.clock.advance(7 * DAY_MS);
      await bench.get(other);
      bench.clock.advance(-1_000);
      expect(await refuse(process)).toBe('access-shop-1');
      expect(await bench.get(process)).toBe('access-shop-2');
      expect(platform.asked).toEqual(['create', 'refresh']);
    });

    it('are replaced once, however many calls complain', async () => {
      const process = bench.process();
      const calls = await Promise.all(
        Array.from({ length: 200 }, async () => {
          const source = process.of(bench.shop, platform.grants);
          return { source, token: await source.get() };
        }),
      );
      platform.replace();
      const answers = await Promise.all(
        calls.map(async ({ source, token }) => {
          source.invalidate('isv.access-token-no-existed', token);
          return revealSecret(await source.get());
        }),
      );
      expect(new Set(answers)).toEqual(new Set(['access-shop-2']));
      for (const { source, token } of calls) source.invalidate('late', token);
      expect(await bench.get(process)).toBe('access-shop-2');
      expect(platform.asked).toEqual(['create', 'refresh', 'create']);
    });

    it('are replaced by a new pair when a refresh gives the same again', async () => {
      const process = bench.process();
      await refuse(process);
      await bench.get(process);
      expect(platform.asked).toEqual(['create', 'refresh', 'create']);
    });

    it('mean the one given last when none is named', async () => {
      const process = bench.process();
      const source = process.of(bench.shop, platform.grants);
      source.invalidate('nothing was given yet');
      await source.get();
      platform.replace();
      source.invalidate('refused');
      expect(revealSecret(await source.get())).toBe('access-shop-2');
    });

    it('however fresh they are make the shop expired, with two tries a minute', async () => {
      const process = bench.process();
      const asked: number[] = [];
      for (let second = 0; second < 180; second += 1) {
        for (let n = 0; n < 5; n += 1) {
          platform.replace();
          await refuse(process, 'none is taken').catch((error: { code: string }) => {
            expect(error.code).toBe('SHOP_AUTH_EXPIRED');
          });
        }
        asked.push(platform.asked.length);
        bench.clock.advance(1_000);
      }
      // The first pair, and then two replacements a minute of two questions each.
      expect(asked.at(-1)).toBeLessThanOrEqual(1 + 3 * 4);
      expect(asked.at(-1)).toBeGreaterThan(5);
      expect(bench.told[0]).toBe('expired: none is taken');
      expect(bench.told.filter((line) => line === 'renewed')).toEqual([]);
    });

    it('until it takes one again', async () => {
      const process = bench.process();
      for (let n = 0; n < 3; n += 1) {
        platform.replace();
        await refuse(process);
      }
      expect(await bench.get(process)).toBe('SHOP_AUTH_EXPIRED');
      bench.clock.advance(60_000);
      const source = process.of(bench.shop, platform.grants);
      source.accept(await source.get());
      expect(bench.told).toEqual(['expired: refused', 'renewed']);
      source.accept(await source.get());
      expect(bench.told).toHaveLength(2);
    });

    it('in one kind of call, and takes in all others, stay in use for those', async () => {
      const process = bench.process();
      for (let second = 0; second < 120; second += 1) {
        const source = process.of(bench.shop, platform.grants);
        source.accept(await source.get());
        await refuse(process);
        bench.clock.advance(1_000);
      }
      expect(bench.told).toEqual([]);
      expect(platform.asked.length).toBeLessThanOrEqual(1 + 3 * 4);
    });
  });

  describe('of a shop whose authorization is gone', () => {
    const gone = new GrantRefused(
      'authorization-gone',
      'dop.authorization-closed',
      new AppError('UPSTREAM_REJECTED', undefined, {
        fault: {
          platform: 'DOUYIN',
          endpoint: 'POST token/refresh',
          httpStatus: 200,
          code: '30001',
          subCode: 'dop.authorization-closed',
          message: null,
          logId: null,
        },
      }),
    );

    it('are SHOP_AUTH_EXPIRED at once, with what the platform said', async () => {
      platform.always = gone;
      const source = bench.process().of(bench.shop, platform.grants);
      const expected = {
        code: 'SHOP_AUTH_EXPIRED',
        detail: {
          shopId: `gid://v1/Shop/${bench.shop.key}/${bench.shop.key}`,
          fault: { code: '30001', subCode: 'dop.authorization-closed' },
        },
      };
      await expect(source.get()).rejects.toMatchObject(expected);
      await expect(source.get()).rejects.toMatchObject(expected);
      expect(platform.asked).toEqual(['create']);
      expect(bench.told).toEqual(['expired: dop.authorization-closed']);
    });

    it('are asked for at most twice a minute, over all callers of all processes, of an earlier run too', async () => {
      platform.always = gone;
      let processes = [bench.process(), bench.process()];
      for (let second = 0; second < 120; second += 1) {
        if (second % 20 === 10) processes = [bench.process(), bench.process()];
        const codes = await Promise.all(processes.flatMap((one) => [bench.get(one), bench.get(one), bench.get(one)]));
        expect(new Set(codes)).toEqual(new Set(['SHOP_AUTH_EXPIRED']));
        bench.clock.advance(1_000);
      }
      expect(platform.asked).toHaveLength(4);
    });

    it('are not used although they have not ended', async () => {
      const process = bench.process();
      await bench.get(process);
      bench.clock.advance(7 * DAY_MS - 5 * MINUTE_MS);
      platform.always = gone;
      await bench.get(process);
      await process.settled();
      expect(await bench.get(process)).toBe('SHOP_AUTH_EXPIRED');
      expect(await bench.get(bench.process())).toBe('SHOP_AUTH_EXPIRED');
      bench.clock.advance(30_000);
      expect(await bench.get(bench.process())).toBe('SHOP_AUTH_EXPIRED');
      expect(platform.asked).toEqual(['create', 'refresh', 'refresh']);
    });

    it('come back with the first probe that gets some; other callers do not wait for it', async () => {
      const process = bench.process();
      platform.always = gone;
      await bench.get(process);
      bench.clock.advance(30_000);
      platform.always = null;
      const answer = gate();
      platform.beforeAnswer = () => answer.opened;
      const probe = bench.get(process);
      expect(await bench.get(process)).toBe('SHOP_AUTH_EXPIRED');
      answer.open();
      expect(await probe).toBe('access-shop-1');
      expect(await bench.get(process)).toBe('access-shop-1');
      expect(bench.told).toEqual(['expired: dop.authorization-closed', 'renewed']);
    });

    it('stay gone while the platform cannot be reached, and are not asked for more often then', async () => {
      const process = bench.process();
      platform.always = gone;
      await bench.get(process);
      platform.always = new AppError('UPSTREAM_UNAVAILABLE');
      for (let second = 0; second < 60; second += 1) {
        bench.clock.advance(1_000);
        expect(await bench.get(process)).toMatch(second % 30 === 29 ? /UNAVAILABLE/ : /EXPIRED/);
        expect(await bench.get(process)).toBe('SHOP_AUTH_EXPIRED');
        expect(await bench.get(bench.process())).toBe('SHOP_AUTH_EXPIRED');
      }
      expect(platform.asked).toHaveLength(3);
    });

    it('come back for a process that was started since, when the platform takes or gives some', async () => {
      await bench.get(bench.process());
      const marked = await bench.registry.updateShop(bench.shop.key, { status: 'AUTH_EXPIRED' });
      const source = bench.process().of(marked, platform.grants);
      const token = await source.get();
      expect(bench.told).toEqual([]);
      for (let n = 0; n < 10; n += 1) source.accept(token);
      expect(bench.told).toEqual(['renewed']);
      bench.clock.advance(7 * DAY_MS);
      await bench.process().of(marked, platform.grants).get();
      expect(bench.told).toEqual(['renewed', 'renewed']);
    });
  });
});
