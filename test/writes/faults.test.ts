import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../src/emulator/fault-rule.js';
import { start, type TestServer } from '../support/start.js';
import { callsOf, effectsOf, freshShop, KINDS, post, type WritableShop, type WriteKind, write } from './kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

interface Run {
  readonly kind: WriteKind;
  readonly shop: WritableShop;
  readonly input: Record<string, unknown>;
}

/** One shop for each kind of write, with the fault waiting for its first write. */
async function armed(fault: Omit<FaultRule, 'match' | 'times'>, kinds = KINDS): Promise<Run[]> {
  const runs: Run[] = [];
  for (const kind of kinds) {
    const shop = await freshShop(server);
    runs.push({ kind, shop, input: kind.prepare(server, shop).input });
  }
  server.kuaizhan.faults.set(
    runs.map(({ kind, shop }) => ({ ...fault, times: 1, match: { operation: kind.operation, shop: shop.shopId } })),
  );
  return runs;
}
/** Keys are per tenant and mutation: one of its own for each run. */
const keyOf = ({ shop }: Run) => `one write to ${shop.key}`;
const go = (run: Run) => write(server, run.shop, run.kind, run.input, { idempotencyKey: keyOf(run) });
const effects = ({ kind, shop }: Run) => effectsOf(server, shop, kind.effect);
const asked = ({ kind, shop }: Run) => callsOf(server, shop).filter((call) => call === kind.operation).length;
const subjectOf = (payload: object) => Object.values(payload)[0];

/** Faults after which nobody can know whether the platform did it. */
const AMBIGUOUS: readonly (readonly [string, Omit<FaultRule, 'match' | 'times' | 'phase'>])[] = [
  ['a reset', { fault: 'reset' }],
  ['a connection that is closed', { fault: 'close' }],
  ['a page of HTML', { fault: 'html_200' }],
  ['an empty body', { fault: 'empty' }],
  ['null', { fault: 'null' }],
  ['a status of 500', { fault: 'http_status', status: 500 }],
  ['a redirect', { fault: 'redirect' }],
];

describe.each(AMBIGUOUS)('a write that meets %s', (_name, fault) => {
  it('before its effect has an unknown outcome, and is not sent again, but a deletion is', async () => {
    const runs = await armed({ ...fault, phase: 'before_effect' });
    await Promise.all(
      runs.map(async (run) => {
        const first = await go(run);
        const again = await go(run);
        if (run.kind.settles === 'by repeating') {
          expect(first.payload).toMatchObject({ userErrors: [], replayed: false });
          expect(again.payload).toEqual({ ...first.payload, replayed: true });
          expect([effects(run), asked(run)]).toEqual([1, 2]);
          return;
        }
        expect(first.payload.userErrors).toEqual([
          expect.objectContaining({
            __typename: 'UpstreamError',
            code: 'OUTCOME_UNKNOWN',
            retryable: false,
            shopId: run.shop.id,
          }),
        ]);
        expect(subjectOf(first.payload)).toBeNull();
        expect(again.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
        expect([effects(run), asked(run)]).toEqual([0, 1]);
      }),
    );
  });

  it('after its effect has an unknown outcome, which the same key settles where the platform can be asked', async () => {
    const runs = await armed({ ...fault, phase: 'after_effect' });
    await Promise.all(
      runs.map(async (run) => {
        const first = await go(run);
        const again = await go(run);
        const { settles } = run.kind;
        if (settles === 'by repeating') {
          expect(first.payload).toMatchObject({ userErrors: [], replayed: false });
          expect(subjectOf(first.payload)).toBe(run.input['id']);
        } else {
          expect(first.code).toBe('OUTCOME_UNKNOWN');
        }
        if (settles === 'never')
          expect(again.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
        else {
          expect(again.payload).toMatchObject({ replayed: true, userErrors: [] });
          expect(subjectOf(again.payload)).not.toBeNull();
          expect((await go(run)).payload).toEqual(again.payload);
        }
        expect(effects(run)).toBe(1);
        expect(asked(run)).toBe(settles === 'by repeating' ? 2 : 1);
      }),
    );
  });
});

describe('an answer that cannot be the answer', () => {
  it.each(['missing_data', 'malformed', 'invalid_utf8', 'deep', 'truncate', 'wrong_types'] as const)(
    '(%s) is never a false failure, never a false success and never a second effect',
    async (fault) => {
      const runs = await armed({ fault });
      await Promise.all(
        runs.map(async (run) => {
          const first = await go(run);
          expect([null, 'OUTCOME_UNKNOWN']).toContain(first.code);
          // Creations, topics and bans promise data; an update is read back, and a deletion promises none.
          if (fault === 'missing_data' && ['by adoption', 'never'].includes(run.kind.settles))
            expect(first.code).toBe('OUTCOME_UNKNOWN');
          const again = await go(run);
          expect(again.payload.replayed).toBe(true);
          expect([null, 'OUTCOME_UNKNOWN']).toContain(again.code);
          if (first.code === null) expect(again.payload).toEqual({ ...first.payload, replayed: true });
          expect(effects(run)).toBe(1);
        }),
      );
    },
  );
});

describe('a write the platform refuses', () => {
  it('fails with its code and text, without secrets, and a repeat gets the same without asking', async () => {
    const runs = await armed({ fault: 'business_code', code: 1, message: '参数错误' });
    server.kuaizhan.faults.set(
      runs.map(({ kind, shop }) => ({
        match: { operation: kind.operation, shop: shop.shopId },
        fault: 'business_code' as const,
        times: 1,
        message: `参数错误 ${shop.accessToken} ${encodeURIComponent(shop.accessToken)}`,
      })),
    );
    await Promise.all(
      runs.map(async (run) => {
        const first = await go(run);
        expect(first.payload.userErrors).toEqual([
          expect.objectContaining({
            __typename: 'UpstreamError',
            code: 'UPSTREAM_REJECTED',
            retryable: false,
            shopId: run.shop.id,
            fault: {
              endpoint: run.kind.operation,
              httpStatus: 200,
              code: '1',
              message: '参数错误 [redacted] [redacted]',
            },
          }),
        ]);
        expect(first.answer.text).not.toContain(run.shop.accessToken);
        expect((await go(run)).payload).toEqual({ ...first.payload, replayed: true });
        expect([effects(run), asked(run)]).toEqual([0, 1]);
      }),
    );
  });

  it('for being too many is RATE_LIMITED, and the same key may try again', async () => {
    const runs = await armed({ fault: 'http_status', status: 429, retryAfter: 2 });
    await Promise.all(
      runs.map(async (run) => {
        const first = await go(run);
        expect(first.payload.userErrors).toEqual([
          expect.objectContaining({
            __typename: 'ThrottleError',
            code: 'RATE_LIMITED',
            retryable: true,
            retryAfterMs: 2000,
          }),
        ]);
        const again = await go(run);
        expect(again.payload).toMatchObject({ userErrors: [], replayed: false });
        expect([effects(run), asked(run)]).toEqual([1, 2]);
      }),
    );
  });
});

describe('a write that certainly was not sent', () => {
  it('is UPSTREAM_UNAVAILABLE, and the same key writes once the platform is back', async () => {
    const runs = await armed({ fault: 'delay', ms: 1 });
    await server.kuaizhan.refuseConnections();
    const first = await Promise.all(runs.map(go));
    await server.kuaizhan.acceptConnections();
    for (const { payload } of first)
      expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: true })]);
    const again = await Promise.all(runs.map(go));
    expect(again.map(({ code, payload }) => [code, payload.replayed])).toEqual(runs.map(() => [null, false]));
    expect(runs.map(effects)).toEqual(runs.map(() => 1));
  });
});

describe('a write that is not answered within the time of a try', () => {
  it('ends there: unknown, or repeated for a deletion', async () => {
    const { faults } = server.kuaizhan;
    const undone = await armed({ fault: 'stall', phase: 'before_effect' });
    const rules = faults.rules;
    const done = await armed({ fault: 'stall', phase: 'after_effect' });
    faults.set([...rules, ...faults.rules]);
    const follow = async (run: Run, isDone: boolean) => {
      const { settles } = run.kind;
      const isRepeated = settles === 'by repeating';
      const startedAt = performance.now();
      expect((await go(run)).code).toBe(isRepeated ? null : 'OUTCOME_UNKNOWN');
      // The time of a try is 5 s, that of a request 10 s.
      expect(performance.now() - startedAt).toBeLessThan(9_000);
      const again = await go(run);
      expect(again.payload.replayed).toBe(true);
      expect(again.code).toBe(isRepeated || (isDone && settles !== 'never') ? null : 'OUTCOME_UNKNOWN');
      expect(effects(run)).toBe(isRepeated || isDone ? 1 : 0);
    };
    await Promise.all([...undone.map((run) => follow(run, false)), ...done.map((run) => follow(run, true))]);
  }, 30_000);
});

describe('a creation whose outcome is unknown', () => {
  const creation = KINDS.filter(({ settles }) => settles === 'by adoption');

  it.each(creation.map((kind) => [kind.mutation, kind] as const))(
    '(%s) is not taken from several that look the same',
    async (_name, kind) => {
      const [run] = await armed({ fault: 'reset', phase: 'after_effect' }, [kind]);
      if (run === undefined) throw new Error('no run');
      expect((await go(run)).code).toBe('OUTCOME_UNKNOWN');
      const { shopId } = run.shop;
      if (kind.effect === 'category.create') server.kuaizhan.addCategory({ shopId, title: 'new category' });
      else server.kuaizhan.addCommodity({ shopId, title: 'new one', price: 12.3, isOnline: false });
      const again = await go(run);
      expect(again.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
      expect(effects(run)).toBe(1);
    },
  );

  it.each(creation.map((kind) => [kind.mutation, kind] as const))(
    '(%s) is not taken from what another write has made',
    async (_name, kind) => {
      const [run] = await armed({ fault: 'reset', phase: 'before_effect' }, [kind]);
      if (run === undefined) throw new Error('no run');
      expect((await go(run)).code).toBe('OUTCOME_UNKNOWN');
      const twin = await write(server, run.shop, kind, run.input, { idempotencyKey: `twin of ${keyOf(run)}` });
      expect(twin.code).toBeNull();
      const again = await go(run);
      expect(again.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
      expect(effects(run)).toBe(1);
    },
  );
});

describe('an unknown outcome', () => {
  it('is settled in the background, without anybody asking, and shown in what was written', async () => {
    const kind = KINDS.find(({ mutation }) => mutation === 'commodityUpdate');
    const [run] = kind === undefined ? [] : await armed({ fault: 'reset', phase: 'after_effect' }, [kind]);
    if (run === undefined) throw new Error('no run');
    expect((await go(run)).code).toBe('OUTCOME_UNKNOWN');
    const { journal } = server.foundation.store;
    const settled = async () => (await journal.find(server.tenantId, 'commodityUpdate', keyOf(run)))?.state;
    for (let tries = 0; (await settled()) !== 'SUCCEEDED' && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await settled()).toBe('SUCCEEDED');
    const query = 'query ($id: ID!) { commodity(id: $id) { title } }';
    const { data } = await post(server, run.shop.apiKey, query, { id: run.input['id'] });
    expect(data.commodity.title).toBe('new title');
    expect(effects(run)).toBe(1);
  }, 15_000);
});
