import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError, InputErrors } from '../../src/errors/app-error.js';
import type { ErrorCode } from '../../src/errors/codes.js';
import type { WriteJournal } from '../../src/ledger/journal.js';
import { Reconciler } from '../../src/ledger/reconciler.js';
import { runSafeWrite, type SafeWrite } from '../../src/ledger/safe-write.js';
import { encodeRefusal, isReplayed } from '../../src/ledger/stored-refusal.js';
import { createLogger } from '../../src/log/logger.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { type Home, makeHome } from '../store/home.js';

const log = createLogger({ level: 'silent', format: 'json' });
const fault = {
  platform: 'KUAIZHAN',
  endpoint: 'POST /v2/ec/commodity/create',
  httpStatus: 200,
  code: '1',
  subCode: null,
  message: 'no',
  logId: null,
};

describe('a safe write', () => {
  let home: Home;
  let store: Store;
  let sends: number;

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    sends = 0;
  });
  afterEach(() => home.close());

  /** Makes a write whose call, once sent, ends as `answer` says. */
  const write = (key: string | null, answer: () => Promise<string>, over: Partial<SafeWrite<string>> = {}) =>
    runSafeWrite<string>({
      journal: store.journal,
      caller: { tenantId: 'tn_one', keyId: 'k', name: 'k', scopes: new Set(), shopGrants: null },
      shopKey: 's1',
      mutation: 'commodityCreate',
      input: { title: 'Tee', price: '1.00' },
      intent: { title: 'Tee' },
      idempotencyKey: key,
      deadlineAt: performance.now() + 3_000,
      send: async (beforeFirstByte) => {
        await beforeFirstByte();
        sends += 1;
        return answer();
      },
      encodeOutcome: (value) => JSON.stringify({ made: value }),
      log,
      ...over,
    });
  const made = async (): Promise<string> => '7';
  const failing = (error: Error) => async (): Promise<string> => {
    throw error;
  };
  const caught = async (promise: Promise<unknown>): Promise<AppError> => {
    const error = await promise.then(
      () => new Error('did not fail'),
      (reason: unknown) => reason,
    );
    if (error instanceof AppError) return error;
    throw error;
  };
  const row = async (key: string) => store.journal.find('tn_one', 'commodityCreate', key);

  it('is on disk as SENT before its first byte, and as done before its answer', async () => {
    const seen: (string | undefined)[] = [];
    const look = async () => void seen.push((await row('k'))?.state);
    await write('k', made, {
      send: async (beforeFirstByte) => {
        await look();
        await beforeFirstByte();
        await look();
        return '7';
      },
    });
    await look();
    expect(seen).toEqual(['PENDING', 'SENT', 'SUCCEEDED']);
  });

  it('is sent once, and a repeat gets the stored answer', async () => {
    expect(await write('k', made)).toEqual({ kind: 'done', value: '7' });
    const again = await write('k', made, { input: { price: '1.00', title: 'Tee' } });
    expect(again).toMatchObject({ kind: 'replayed', outcome: '{"made":"7"}', record: { state: 'SUCCEEDED' } });
    expect(sends).toBe(1);
  });

  it('refuses the key for another input, another shop included', async () => {
    await write('k', made);
    expect((await caught(write('k', made, { input: { title: 'Cup' } }))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await caught(write('k', made, { shopKey: 's2' }))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await write('k', made, { mutation: 'commodityUpdate' })).toMatchObject({ kind: 'done' });
    expect(await write(null, made)).toMatchObject({ kind: 'done' });
    expect(await write(null, made)).toMatchObject({ kind: 'done' });
  });

  it('refuses a key that is empty or longer than 255 characters', async () => {
    for (const key of ['', 'x'.repeat(256)]) {
      const error = await caught(write(key, made));
      expect([error.code, error.detail.path]).toEqual(['INVALID_INPUT', ['options', 'idempotencyKey']]);
    }
    expect(await write('x'.repeat(255), made)).toMatchObject({ kind: 'done' });
  });

  it('answers a repeat of a refused write with the same refusal, marked as replayed', async () => {
    const refusal = new AppError('UPSTREAM_REJECTED', 'The platform said no.', {
      fault,
      shopId: 'gid://v1/Shop/s1/s1',
    });
    const first = await caught(write('k', failing(refusal)));
    expect([first, isReplayed(first)]).toEqual([refusal, false]);
    const second = await caught(write('k', made));
    expect(second).toMatchObject({ code: 'UPSTREAM_REJECTED', message: 'The platform said no.', detail: { fault } });
    expect(isReplayed(second)).toBe(true);
    expect(sends).toBe(1);
  });

  it('keeps several refusals of one input together', async () => {
    const refusal = new InputErrors([
      new AppError('INVALID_INPUT', 'a', { path: ['input', 'a'] }),
      new AppError('INVALID_INPUT', 'b', { path: ['input', 'b'] }),
    ]);
    await expect(write('k', failing(refusal))).rejects.toBe(refusal);
    const again = await write('k', made).catch((error: unknown) => error);
    expect(again).toBeInstanceOf(InputErrors);
    expect((again as InputErrors).errors.map((error) => error.detail.path)).toEqual([
      ['input', 'a'],
      ['input', 'b'],
    ]);
    expect(isReplayed(again)).toBe(true);
  });

  it.each<ErrorCode>([
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_MALFORMED',
    'DEADLINE_EXCEEDED',
    'INTERNAL',
  ])('is OUTCOME_UNKNOWN after %s, never sent again, and keeps the fault', async (code) => {
    const broken = new AppError(code, undefined, { fault, retryAfterMs: 5 });
    const first = await caught(write('k', failing(broken)));
    expect(first).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false, detail: { fault } });
    expect(first.detail.retryAfterMs).toBeUndefined();
    const second = await caught(write('k', made));
    expect(second).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false, detail: { fault } });
    expect([isReplayed(first), isReplayed(second), sends]).toEqual([false, true, 1]);
    expect(await store.journal.unsettled(['commodityCreate', 'communityUserBan'], 5)).toMatchObject([
      { state: 'UNKNOWN', sent: true },
    ]);
  });

  it('is OUTCOME_UNKNOWN after a bug in judging the answer', async () => {
    expect((await caught(write('k', failing(new TypeError('bug'))))).code).toBe('OUTCOME_UNKNOWN');
  });

  it('leaves the key free when nothing was sent', async () => {
    const refused = new AppError('CIRCUIT_OPEN');
    await expect(write('k', made, { send: failing(refused) })).rejects.toBe(refused);
    expect(await row('k')).toMatchObject({ state: 'FAILED', sent: false });
    const connect = Object.assign(new Error('connect'), { certainlyNotSent: true });
    const unreachable = new AppError('UPSTREAM_UNAVAILABLE', undefined, { cause: connect });
    await expect(write('k', failing(unreachable.with({ shopId: 'x' })))).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    const throttled = new AppError('RATE_LIMITED', undefined, { retryAfterMs: 10 });
    await expect(write('k', failing(throttled))).rejects.toBe(throttled);
    expect(await write('k', made)).toEqual({ kind: 'done', value: '7' });
  });

  it('does not free the key when an earlier call of the same write was done', async () => {
    const send: SafeWrite<string>['send'] = async (beforeFirstByte) => {
      await beforeFirstByte();
      await beforeFirstByte();
      throw new AppError('RATE_LIMITED');
    };
    await expect(write('k', made, { send })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect((await caught(write('k', made))).code).toBe('RATE_LIMITED');
    expect(sends).toBe(0);
  });

  describe('whose answer is in parts', () => {
    const inParts = (standing: 'done' | 'unknown' | 'unsent'): Partial<SafeWrite<string>> => ({
      standing: () => standing,
    });

    it('stays open while a part is not known, answers repeats with the parts, and is settled in time', async () => {
      expect(await write('k', made, inParts('unknown'))).toEqual({ kind: 'done', value: '7' });
      expect(await store.journal.unsettled(['commodityCreate', 'communityUserBan'], 5)).toMatchObject([
        { state: 'UNKNOWN', outcome: '{"made":"7"}' },
      ]);
      const open = await write('k', made, inParts('unknown'));
      expect(open).toMatchObject({ kind: 'replayed', outcome: '{"made":"7"}', record: { state: 'UNKNOWN' } });
      const reconciler = new Reconciler({
        journal: store.journal,
        handlers: { commodityCreate: async ({ outcome }) => ({ state: 'SUCCEEDED', outcome: `[${outcome}]` }) },
        log,
      });
      expect(await reconciler.runOnce()).toBe(1);
      expect(await write('k', made)).toMatchObject({ kind: 'replayed', outcome: '[{"made":"7"}]' });
      expect(sends).toBe(1);
    });

    it('leaves its key free when no part of it was sent', async () => {
      const nothing = { ...inParts('unsent'), send: async () => 'nothing' };
      expect(await write('k', made, nothing)).toEqual({ kind: 'done', value: 'nothing' });
      expect(await row('k')).toMatchObject({ state: 'FAILED', sent: false, outcome: null });
      expect(await write('k', made, inParts('done'))).toEqual({ kind: 'done', value: '7' });
    });

    it('is told the id of the operation, which no other has', async () => {
      const ids: string[] = [];
      const send: SafeWrite<string>['send'] = async (beforeFirstByte, operationId) => {
        await beforeFirstByte();
        ids.push(operationId);
        return '7';
      };
      await write('k', made, { send });
      await write(null, made, { send });
      expect(ids[0]).toBe((await row('k'))?.id);
      expect(new Set(ids).size).toBe(2);
    });
  });

  it('is sent once when many ask for it at the same time, and all get its answer', async () => {
    const slow = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return '7';
    };
    const results = await Promise.all(Array.from({ length: 12 }, () => write('k', slow)));
    expect(sends).toBe(1);
    expect(results.filter((result) => result.kind === 'done')).toHaveLength(1);
    for (const result of results) if (result.kind === 'replayed') expect(result.outcome).toBe('{"made":"7"}');
  });

  it('is taken over by one that waits when the first turns out unsent', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = write('k', made, {
      send: async () => {
        await held;
        throw new AppError('CIRCUIT_OPEN');
      },
    });
    const failed = expect(first).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' });
    while ((await row('k')) === null) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = write('k', made);
    release();
    await failed;
    expect(await second).toEqual({ kind: 'done', value: '7' });
  });

  it('is IDEMPOTENCY_IN_PROGRESS for a repeat whose deadline passes while it runs', async () => {
    let release = (): void => undefined;
    const held = new Promise<string>((resolve) => {
      release = () => resolve('7');
    });
    const first = write('k', () => held);
    while ((await row('k'))?.state !== 'SENT') await new Promise((resolve) => setTimeout(resolve, 5));
    const error = await caught(write('k', made, { deadlineAt: performance.now() + 300 }));
    expect(error).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true });
    release();
    expect(await first).toEqual({ kind: 'done', value: '7' });
  });

  it('sends nothing while the store cannot be written', async () => {
    const broken = (part: Partial<WriteJournal>): WriteJournal => ({ ...store.journal, ...part });
    const down = failing(new AppError('STORAGE_UNAVAILABLE')) as () => Promise<never>;
    expect((await caught(write('a', made, { journal: broken({ begin: down }) }))).code).toBe('STORAGE_UNAVAILABLE');
    const wrapping: Partial<SafeWrite<string>> = {
      journal: broken({ markSent: down }),
      send: async (beforeFirstByte) => {
        await beforeFirstByte().catch(() => {
          throw new AppError('UPSTREAM_UNAVAILABLE');
        });
        sends += 1;
        return '7';
      },
    };
    expect((await caught(write('b', made, wrapping))).code).toBe('STORAGE_UNAVAILABLE');
    expect(sends).toBe(0);
    expect(await write('b', made)).toMatchObject({ kind: 'done' });
  });

  it('does not claim an outcome that is not on disk, and stores it once that is possible', async () => {
    let isDown = true;
    const journal: WriteJournal = {
      ...store.journal,
      finish: async (...args) => {
        if (isDown) throw new AppError('STORAGE_UNAVAILABLE');
        return store.journal.finish(...args);
      },
    };
    expect((await caught(write('k', made, { journal }))).code).toBe('OUTCOME_UNKNOWN');
    isDown = false;
    expect(await write('k', made)).toMatchObject({ kind: 'replayed', outcome: '{"made":"7"}' });
    expect(sends).toBe(1);
  });

  it('stores no answer that must not be kept', async () => {
    await write('k', made, { encodeOutcome: () => null });
    expect(await write('k', made)).toMatchObject({ kind: 'replayed', outcome: null });
    await write('l', made, { encodeOutcome: () => JSON.stringify(1n) });
    expect(await write('l', made)).toMatchObject({ kind: 'replayed', outcome: null });
  });

  it('is settled by a repeat that can look at the platform', async () => {
    await caught(write('k', failing(new AppError('UPSTREAM_TIMEOUT'))));
    const lost = () => Promise.reject(new AppError('UPSTREAM_UNAVAILABLE'));
    expect((await caught(write('k', made, { reconcile: lost }))).code).toBe('OUTCOME_UNKNOWN');
    expect((await caught(write('k', made, { reconcile: async () => null }))).code).toBe('OUTCOME_UNKNOWN');
    const reconcile: SafeWrite<string>['reconcile'] = async (record) => ({
      state: 'SUCCEEDED',
      outcome: record.intent,
    });
    expect(await write('k', made, { reconcile })).toMatchObject({ kind: 'replayed', outcome: '{"title":"Tee"}' });
    expect(await write('k', made)).toMatchObject({ kind: 'replayed', outcome: '{"title":"Tee"}' });
    expect(sends).toBe(1);
  });

  it('is settled in the background however many older ones stay open', async () => {
    // In memory: it is about which rows are looked at, and a disk would be waited for a thousand times.
    await store.close();
    store = await openStore({ file: ':memory:' });
    const open = async (mutation: string): Promise<void> => {
      const hash = { inputHash: 'h', intent: 'null', idempotencyKey: null };
      const { record } = await store.journal.begin({ tenantId: 't', keyId: 'k', shopKey: 's', mutation, ...hash });
      await store.journal.finish(record.id, { state: 'UNKNOWN', sent: true, outcome: null });
    };
    await Promise.all(Array.from({ length: 1_050 }, () => open('nobodySettlesIt')));
    await Promise.all(Array.from({ length: 250 }, () => open('staysOpen')));
    await caught(write('new', failing(new AppError('UPSTREAM_TIMEOUT'))));
    let now = 0;
    const asked = new Set<string>();
    const reconciler = new Reconciler({
      journal: store.journal,
      handlers: {
        staysOpen: async ({ id }) => {
          asked.add(id);
          return null;
        },
        commodityCreate: async () => ({ state: 'SUCCEEDED', outcome: '{"made":"7"}' }),
      },
      log,
      now: () => now,
    });
    let settled = 0;
    // As if so much time passed between the rounds that all are due again each time.
    for (let round = 0; round < 13; round += 1) {
      settled += await reconciler.runOnce();
      now += 3_600_000;
    }
    expect([settled, asked.size]).toEqual([1, 250]);
    for (let round = 0; round < 13; round += 1) await reconciler.runOnce();
    expect(await write('new', made)).toMatchObject({ kind: 'replayed', outcome: '{"made":"7"}' });
  });

  it('is settled in the background part by part, and answers a repeat with the parts that are known', async () => {
    const parts: Partial<SafeWrite<string>> = { standing: () => 'unknown' };
    await write('k', made, parts);
    let looks = 0;
    const reconcile: SafeWrite<string>['reconcile'] = async ({ outcome }) => {
      looks += 1;
      return looks === 1
        ? { state: 'UNKNOWN', outcome: `[${outcome}]` }
        : { state: 'SUCCEEDED', outcome: `{${outcome}}` };
    };
    const reconciler = new Reconciler({ journal: store.journal, handlers: { commodityCreate: reconcile }, log });
    expect(await reconciler.runOnce()).toBe(0);
    expect(await row('k')).toMatchObject({ state: 'UNKNOWN', outcome: '[{"made":"7"}]' });
    expect(await write('k', made, parts)).toMatchObject({ kind: 'replayed', outcome: '[{"made":"7"}]' });
    expect(await write('k', made, { ...parts, reconcile })).toMatchObject({ outcome: '{[{"made":"7"}]}' });
    expect(await row('k')).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('is settled in the background, by the handler of its mutation', async () => {
    await caught(write('done', failing(new AppError('UPSTREAM_TIMEOUT'))));
    await caught(write('undone', failing(new AppError('UPSTREAM_TIMEOUT')), { input: { title: 'Cup' } }));
    await caught(write('unclear', failing(new AppError('UPSTREAM_TIMEOUT')), { mutation: 'communityUserBan' }));
    let now = 0;
    let looks = 0;
    const reconciler = new Reconciler({
      journal: store.journal,
      handlers: {
        commodityCreate: async (record) => {
          looks += 1;
          if (looks < 3) return null;
          return record.idempotencyKey === 'done'
            ? { state: 'SUCCEEDED', outcome: '{"made":"7"}' }
            : { state: 'FAILED', outcome: encodeRefusal(new AppError('CONFLICT')) };
        },
      },
      log,
      now: () => now,
    });
    expect(await reconciler.runOnce()).toBe(0);
    expect(await reconciler.runOnce()).toBe(0);
    expect(looks).toBe(2);
    now += 5_000;
    expect(await reconciler.runOnce()).toBe(2);
    reconciler.start(10);
    await reconciler.stop();
    expect(await write('done', made)).toMatchObject({ kind: 'replayed', outcome: '{"made":"7"}' });
    const undone = await caught(write('undone', made, { input: { title: 'Cup' } }));
    expect([undone.code, isReplayed(undone)]).toEqual(['CONFLICT', true]);
    expect(
      (await store.journal.unsettled(['commodityCreate', 'communityUserBan'], 5)).map((one) => one.idempotencyKey),
    ).toEqual(['unclear']);
  });
});
