import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { openTokens } from '../../src/tenants/token-seal.js';
import type { TokenStore } from '../../src/tenants/token-store.js';
import { makeBench, type TokenBench } from './token-bench.js';
import { TokenPlatform } from './token-platform.js';

const MINUTE_MS = 60_000;
const process = fc.nat(2);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('get' as const), process }) },
  { weight: 4, arbitrary: fc.constant({ do: 'answer' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refuse' as const), process }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 30, 5 * 24 * 60, 7 * 24 * 60 - 60, 7 * 24 * 60 - 5, 8 * 24 * 60),
    }),
  },
);

const turnOfLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('tokens, however calls, answers and time interleave', () => {
  let bench: TokenBench;
  let shops = 0;
  beforeAll(async () => {
    bench = await makeBench({ file: ':memory:' });
  });
  afterAll(() => bench.home.close());

  it('are on disk before anybody has them, are good, and are asked for by one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        shops += 1;
        const shop = await bench.register(`shop ${shops}`);
        const platform = new TokenPlatform(() => bench.clock.wall(), String(shops));
        const waiting: (() => void)[] = [];
        platform.beforeAnswer = () => new Promise<void>((resolve) => waiting.push(resolve));

        const stored = new Set<string>();
        const store: TokenStore = {
          ...bench.store.tokens,
          put: async (place, sealed) => {
            const outcome = await bench.store.tokens.put(place, sealed);
            const state = await bench.store.tokens.look(place);
            if (state === null) throw new Error('no shop');
            const key = await bench.vault.openDataKey(place.tenantId, place.shopKey, state.dataKey);
            if (outcome === 'done') stored.add(revealSecret(openTokens(key, place, sealed).accessToken));
            return outcome;
          },
        };
        const processes = [0, 1, 2].map(() => bench.process({ leaseMs: 50_000, waitMs: 10_000 }, store));
        const calls: Promise<void>[] = [];
        let refusals = 0;
        const get = async (n: number): Promise<void> => {
          const token = await bench.get(processes[n] ?? bench.process(), shop, platform);
          // Whoever complains of one token after the other is not given more and more.
          if (token === 'SHOP_AUTH_EXPIRED' && refusals > 2) return;
          expect([token, stored.has(token)]).toEqual([token, true]);
          expect([token, platform.takes(token)]).toEqual([token, true]);
        };
        /** Answers whatever is asked until nobody waits and nothing is under way. */
        const answerAll = async (): Promise<void> => {
          let isOver = false;
          const over = Promise.all(calls.splice(0))
            .then(() => Promise.all(processes.map((one) => one.settled())))
            .finally(() => {
              isOver = true;
            });
          while (!isOver) {
            waiting.shift()?.();
            await turnOfLoop();
          }
          await over;
        };

        for (const one of steps) {
          if (one.do === 'get') {
            const call = get(one.process);
            call.catch(() => undefined);
            calls.push(call);
          } else if (one.do === 'answer') {
            waiting.shift()?.();
          } else if (one.do === 'refuse') {
            refusals += 1;
            const source = (processes[one.process] ?? bench.process()).of(shop, platform.grants);
            calls.push(
              source.get().then(
                (token) => source.invalidate('refused', token),
                () => undefined,
              ),
            );
          } else {
            await answerAll();
            bench.clock.advance(one.minutes * MINUTE_MS);
          }
          await turnOfLoop();
        }
        await answerAll();
        expect(platform.collisions).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
