import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../src/emulator/fault-rule.js';
import { Faults } from '../../src/emulator/faults.js';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../src/platforms/kuaizhan/emulator/index.js';
import { caller, type Envelope, raw, rowsOf } from '../platforms/kuaizhan/emulator/platform-caller.js';

const CREATE = '/v2/ec/commodity/category/create';
const LIST = '/v2/ec/commodity/list';

describe('an emulator misbehaves as it is told', () => {
  let emulator: KuaizhanEmulator;
  let api: ReturnType<typeof caller>;
  let shop: string;

  beforeAll(async () => {
    emulator = await startKuaizhanEmulator();
    const [first] = emulator.seed.shops;
    api = caller(emulator.url, first?.accessToken ?? '');
    shop = first?.shopId ?? '';
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.close());

  const write = () => api.post(CREATE, { shop_id: shop, title: 'x' });
  const list = () => raw(api.withToken(LIST, { shop_id: shop, limit: '4' }));
  const effects = () => emulator.journal.effects.length;
  const failed = (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );

  it.each(['refuse', 'reset', 'close'] as const)(
    '%s breaks the connection before or after the effect',
    async (fault) => {
      emulator.faults.set([{ fault, phase: 'before_effect' }]);
      expect(await failed(write())).not.toBe('answered');
      expect(effects()).toBe(0);
      emulator.faults.set([{ fault, phase: 'after_effect' }]);
      expect(await failed(write())).not.toBe('answered');
      expect(effects()).toBe(1);
      emulator.faults.set([{ fault, phase: 'body' }]);
      expect(await failed(write())).not.toBe('answered');
      expect(effects()).toBe(2);
      expect(emulator.journal.entries.map((entry) => [entry.fault, entry.outcome])).toEqual(
        Array(3).fill([fault, 'cut']),
      );
    },
  );

  it('hold is a barrier in every phase, open for one or for all', async () => {
    for (const [phase, done] of [
      ['before_effect', 0],
      ['after_effect', 4],
      ['headers', 6],
      ['body', 8],
    ] as const) {
      emulator.faults.set([{ fault: 'hold', phase }]);
      const both = [write(), write()];
      await emulator.faults.whenHeld(2);
      expect(effects()).toBe(done);
      expect(emulator.faults.release(1)).toBe(1);
      expect((await Promise.race(both)).ret).toBe(0);
      expect(emulator.faults.held).toBe(1);
      emulator.faults.release();
      expect((await Promise.all(both)).map(({ ret }) => ret)).toEqual([0, 0]);
    }
  });

  it('stall sends headers and then nothing, until the client goes', async () => {
    emulator.faults.set([{ fault: 'stall' }]);
    const reader = new AbortController();
    const answer = await fetch(api.withToken(LIST, { shop_id: shop }), { signal: reader.signal });
    expect(answer.status).toBe(200);
    setTimeout(() => reader.abort(), 100);
    await expect(answer.text()).rejects.toThrow();
    emulator.faults.set([{ fault: 'stall', phase: 'after_effect' }]);
    const writer = new AbortController();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await fetch(api.withToken(CREATE), {
      method: 'POST',
      headers,
      body: `shop_id=${shop}&title=x`,
      signal: writer.signal,
    });
    setTimeout(() => writer.abort(), 100);
    await expect(sent.text()).rejects.toThrow();
    expect(effects()).toBe(1);
    // The client is gone before the server hears of it.
    const pending = () => emulator.journal.entries.some(({ outcome }) => outcome === 'pending');
    while (pending()) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(emulator.journal.entries.map(({ outcome }) => outcome)).toEqual(['abandoned', 'abandoned']);
  });

  it('delay and slow_drip bring the right answer late', async () => {
    const right = (await list()).text;
    for (const rule of [
      { fault: 'delay', ms: 60 },
      { fault: 'slow_drip', ms: 10, bytes: 4000 },
    ] as FaultRule[]) {
      emulator.faults.set([rule]);
      const before = performance.now();
      expect((await list()).text).toBe(right);
      expect(performance.now() - before).toBeGreaterThan(20);
    }
  });

  it('truncate cuts the body in all three framings; without a length it looks complete', async () => {
    const right = (await list()).text;
    emulator.faults.set([{ fault: 'truncate' }]);
    expect(await failed(list())).toBe('ECONNRESET');
    emulator.faults.set([{ fault: 'truncate', framing: 'chunked' }]);
    expect(await failed(list())).toBe('ECONNRESET');
    emulator.faults.set([{ fault: 'truncate', framing: 'close' }]);
    const cut = (await list()).text;
    expect(cut.length).toBeGreaterThan(100);
    expect(right.startsWith(cut.slice(0, -2)) && cut.length < right.length).toBe(true);
  });

  const asBytes = async (rule: FaultRule) => {
    emulator.faults.set([rule]);
    const answer = await fetch(api.withToken(LIST, { shop_id: shop, limit: '4' }), { redirect: 'manual' });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('puts unreadable bodies in place of the right one', async () => {
    expect((await asBytes({ fault: 'html_200' })).bytes.toString()).toMatch(/^<!DOCTYPE html>/);
    expect((await asBytes({ fault: 'empty' })).bytes).toHaveLength(0);
    expect((await asBytes({ fault: 'null' })).bytes.toString()).toBe('null');
    const malformed = (await asBytes({ fault: 'malformed' })).bytes.toString();
    expect(() => JSON.parse(malformed)).toThrow(SyntaxError);
    const broken = (await asBytes({ fault: 'invalid_utf8' })).bytes;
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(broken)).toThrow();
    const huge = (await asBytes({ fault: 'huge' })).bytes;
    expect(huge.length).toBeGreaterThan(8 * 1024 * 1024);
    expect(rowsOf(JSON.parse(huge.toString()) as Envelope)).toHaveLength(4);
  });

  it('puts awkward but readable bodies in place of the right one', async () => {
    const right = rowsOf(JSON.parse((await list()).text) as Envelope);
    const bom = (await asBytes({ fault: 'bom' })).bytes;
    expect([...bom.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const proto = (await asBytes({ fault: 'proto' })).bytes.toString();
    expect(proto.match(/"__proto__"/g)).toHaveLength(2);
    expect(rowsOf(JSON.parse(proto) as Envelope)).toHaveLength(4);
    const deep = (await asBytes({ fault: 'deep' })).bytes.toString();
    expect(deep).toContain('['.repeat(10_000));
    const missing = JSON.parse((await asBytes({ fault: 'missing_data' })).bytes.toString()) as Envelope;
    expect(missing).toEqual({ msg: '', ret: 0 });
    const wrong = rowsOf(JSON.parse((await asBytes({ fault: 'wrong_types', rows: 1 })).bytes.toString()) as Envelope);
    expect(typeof wrong[0]?.['_id']).toBe('object');
    expect(wrong.slice(1)).toEqual(right.slice(1));
  });

  it('answers with other statuses, redirects and refusals', async () => {
    const busy = await asBytes({ fault: 'http_status', status: 429, retryAfter: 7 });
    expect([busy.answer.status, busy.answer.headers.get('retry-after')]).toEqual([429, '7']);
    const redirect = await asBytes({ fault: 'redirect' });
    expect([redirect.answer.status, redirect.answer.headers.get('location')]).toEqual([302, '/elsewhere']);
    const refused = await asBytes({ fault: 'business_code', code: 10_001, message: '系统错误' });
    expect(JSON.parse(refused.bytes.toString())).toEqual({ ret: 10_001, msg: '系统错误' });
    expect(emulator.journal.entries.map(({ status, result }) => [status, result])).toEqual([
      [429, null],
      [302, null],
      [200, 10_001],
    ]);
  });

  it('changes the rows of a batch', async () => {
    const ids = async (rule?: FaultRule) => {
      emulator.faults.set(rule === undefined ? [] : [rule]);
      return rowsOf(JSON.parse((await list()).text) as Envelope).map((row) => row['_id']);
    };
    const right = await ids();
    expect(await ids({ fault: 'rows_missing', rows: 2 })).toEqual(right.slice(2));
    expect(await ids({ fault: 'rows_doubled' })).toEqual([right[0], ...right]);
    expect(await ids({ fault: 'rows_reordered' })).toEqual([...right].reverse());
    const foreign = await ids({ fault: 'rows_foreign' });
    expect(foreign.slice(1)).toEqual(right);
    expect(right).not.toContain(foreign[0]);
  });

  it('has no effect behind an answer that a fault gives before it, and one behind an answer given after it', async () => {
    for (const fault of [
      'http_status',
      'missing_data',
      'truncate',
      'malformed',
      'business_code',
      'wrong_types',
    ] as const) {
      emulator.reset();
      emulator.faults.set([
        { fault, phase: 'before_effect', times: 1 },
        { fault, phase: 'after_effect' },
      ]);
      await failed(write());
      expect([fault, effects()]).toEqual([fault, 0]);
      await failed(write());
      expect([fault, effects()]).toEqual([fault, 1]);
    }
  });

  it('can refuse connections as if nothing listened, and listen again', async () => {
    await emulator.refuseConnections();
    expect(await failed(write())).toBe('ECONNREFUSED');
    await emulator.acceptConnections();
    expect((await write()).ret).toBe(0);
  });

  it('is steered over its own port, without token', async () => {
    const control = async (method: string, path: string, body?: string) => {
      const answer = await raw(`${emulator.url}/_control/${path}`, method, body);
      return { status: answer.status, body: JSON.parse(answer.text) as unknown };
    };
    expect((await control('PUT', 'rules', '[{"fault":"sabotage"}]')).status).toBe(400);
    expect((await control('PUT', 'rules', 'nonsense')).status).toBe(400);
    const rule = { match: { operation: 'POST *' }, fault: 'hold', phase: 'after_effect' };
    expect((await control('PUT', 'rules', JSON.stringify([rule]))).body).toMatchObject([{ ...rule, fired: 0 }]);
    const held = write();
    await emulator.faults.whenHeld();
    expect((await control('GET', 'rules')).body).toMatchObject([{ seen: 1, fired: 1 }]);
    expect((await control('GET', 'journal')).body).toMatchObject({
      entries: [{ outcome: 'pending', effects: [{ kind: 'category.create' }] }],
      effects: [{ kind: 'category.create' }],
      counts: { [`POST ${CREATE}`]: 1 },
    });
    expect((await control('POST', 'release')).body).toEqual({ released: 1 });
    expect((await held).ret).toBe(0);
    await control('DELETE', 'journal');
    expect(emulator.journal.entries).toEqual([]);
    const categories = emulator.state.categories.size;
    await control('POST', 'reset');
    expect([emulator.state.categories.size, emulator.faults.rules]).toEqual([categories - 1, []]);
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  it('closes with requests still held, stalled and dripping', async () => {
    const closing = await startKuaizhanEmulator({ seed: 'fixtures' });
    const token = closing.seed.shops[0]?.accessToken ?? '';
    const call = () =>
      failed(caller(closing.url, token).get('/v2/ec/commodity/count', { shop_id: 'V4800vQ0xafvOtuT' }));
    const all: Promise<unknown>[] = [];
    for (const rule of [{ fault: 'delay', ms: 600_000 }, { fault: 'stall' }, { fault: 'hold' }] as FaultRule[]) {
      closing.faults.set([rule]);
      all.push(call());
      while (closing.journal.entries.length < all.length) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await closing.close();
    expect(await Promise.all(all)).not.toContain('answered');
  });
});

describe('rules of misbehaviour', () => {
  const played = (faults: Faults, count: number, operation = 'GET /a', names: string[] = []) =>
    Array.from({ length: count }, () => faults.choose(operation, new Set(names))?.fault ?? '-');

  it('fit by operation, with a star at the end, and by the name of a shop', () => {
    const faults = new Faults();
    faults.set([{ match: { operation: 'POST *', shop: 'tea' }, fault: 'reset' }]);
    expect(played(faults, 1, 'POST /a', ['tea', '42'])).toEqual(['reset']);
    expect(played(faults, 1, 'POST /a', ['wood'])).toEqual(['-']);
    expect(played(faults, 1, 'GET /a', ['tea'])).toEqual(['-']);
  });

  it('fire at the n-th, at every n-th, and so many times', () => {
    const faults = new Faults();
    faults.set([{ match: { nth: 2 }, fault: 'null' }]);
    expect(played(faults, 4)).toEqual(['-', 'null', '-', '-']);
    faults.set([{ match: { every: 2 }, fault: 'null', times: 2 }]);
    expect(played(faults, 6)).toEqual(['-', 'null', '-', 'null', '-', '-']);
    faults.set([
      { fault: 'empty', times: 1 },
      { match: { every: 3 }, fault: 'null' },
    ]);
    expect(played(faults, 3)).toEqual(['empty', '-', 'null']);
  });

  it('draw their share from a seed, so that a run can be repeated', () => {
    const draw = (seed: number) => {
      const faults = new Faults(seed);
      faults.set([{ match: { p: 0.3 }, fault: 'null' }]);
      return played(faults, 1000);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const share = draw(7).filter((fault) => fault === 'null').length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });
});
