import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CallTrace } from '../../../src/log/call-trace.js';
import { createLogger } from '../../../src/log/logger.js';
import type { Commodity } from '../../../src/platforms/kuaizhan/emulator/records.js';
import { type RowEnd, runBatch, settleBatch } from '../../../src/subgraph/batch-write.js';
import type { StockCall, StockChange, StockPlatform, StockUnitSeen } from '../../../src/subgraph/stock-units.js';
import type { WriteOptions } from '../../../src/subgraph/vocabulary/write-options.input.js';
import type { Shop } from '../../../src/tenants/shop.js';
import { start, type TestServer } from '../../support/start.js';
import { freshShop, type WritableShop } from '../../writes/kinds.js';

const INFO = 'GET /v2/ec/commodity/info';
const LIST = 'GET /v2/ec/commodity/list';
const UPDATE = 'POST /v2/ec/commodity/update';
const log = createLogger({ level: 'silent', format: 'json' });

let server: TestServer;
let stock: StockPlatform;
let at: WritableShop;
let shop: Shop;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
  const [kuaizhan] = server.platforms.list;
  if (kuaizhan?.stock === undefined) throw new Error('no stock');
  stock = kuaizhan.stock;
}, 30_000);
afterAll(() => server.stop());
beforeEach(async () => {
  at = await freshShop(server);
  shop = (await server.foundation.registry.shopByKey(at.key)) as Shop;
  server.kuaizhan.journal.clear();
});
afterEach(() => server.kuaizhan.faults.clear());

const calls = (): string[] =>
  server.kuaizhan.journal.entries.filter(({ caller }) => caller.label === at.label).map(({ operation }) => operation);
const updates = () => server.kuaizhan.journal.entries.filter(({ operation }) => operation === UPDATE);

function callOf(ms = 20_000): StockCall {
  return { signal: AbortSignal.timeout(ms), deadlineAt: performance.now() + ms, trace: new CallTrace(), log };
}

type Row = readonly [unitId: string, change: StockChange];

/** What became of each row, and of the whole. */
async function sync(rows: readonly Row[], options: Partial<WriteOptions> = {}, call = callOf(), of = shop) {
  const caller = { tenantId: server.tenantId, keyId: 'k', name: 'test', scopes: new Set<string>(), shopGrants: null };
  const batch = stock.of(of, call).batch(rows.map(([nodeId, change], index) => ({ index, nodeId, change })));
  const {
    ends,
    rows: outcomes,
    base,
  } = await batch.inTurn(() =>
    runBatch({ ...call, caller }, server.platforms.writes, {
      ...batch,
      mutation: 'stockSync',
      input: { rows },
      options: options as WriteOptions,
      reconcile: reconcileAt(of),
    }),
  );
  return { ends, outcomes, base };
}
const reconcileAt = (of: Shop) => settleBatch((open, { sentAt }) => stock.settle(open, of, callOf(), sentAt));

/** The row as one line: `SUCCEEDED 5>3`, `FAILED NOT_FOUND`. */
const line = ({ status, errors, told }: RowEnd): string => {
  const { before = null, after = null } = (told ?? {}) as { before?: number; after?: number };
  return [status, ...errors.map(({ code }) => code), ...(told === null ? [] : [`${before}>${after}`])].join(' ');
};
const lines = ({ ends }: { readonly ends: readonly RowEnd[] }): string[] => ends.map(line);

/** What the journal would be settled as, so long after the write was sent. */
async function settled(idempotencyKey: string, sentMsAgo: number, outcome?: null): Promise<string[] | null> {
  const record = await server.foundation.store.journal.find(server.tenantId, 'stockSync', idempotencyKey);
  if (record === null) throw new Error('not in the journal');
  const end = await reconcileAt(shop)({
    ...record,
    ...(outcome === undefined ? {} : { outcome }),
    sentAt: new Date(Date.now() - sentMsAgo),
  });
  if (end === null) return null;
  return (JSON.parse(end.outcome ?? '{"rows":[]}') as { rows: RowEnd[] }).rows.map(line);
}

const MINUTE = 60_000;
const LOST = { match: { operation: UPDATE }, fault: 'reset', times: 1 } as const;

type Spec = readonly [pairs: readonly (readonly [string, string])[], price: number, amount: number];
/** A commodity with a unit for each combination. */
function withUnits(title: string, models: Commodity['specs']['models'], specs: readonly Spec[], more = {}): Commodity {
  const units = specs.map(([pairs, price, amount]) => ({ pairs, price, amount }));
  return server.kuaizhan.addCommodity({ shopId: at.shopId, title, specs: { models, units }, ...more });
}
const shirt = (more = {}): Commodity =>
  withUnits(
    'T恤',
    [
      ['颜色', ['红', '黄']],
      ['尺码', ['XL', 'M']],
    ],
    [
      [
        [
          ['颜色', '红'],
          ['尺码', 'XL'],
        ],
        19.99,
        5,
      ],
      [
        [
          ['颜色', '红'],
          ['尺码', 'M'],
        ],
        0.29,
        6,
      ],
      [
        [
          ['颜色', '黄'],
          ['尺码', 'XL'],
        ],
        1.1,
        7,
      ],
      [
        [
          ['颜色', '黄'],
          ['尺码', 'M'],
        ],
        4.35,
        8,
      ],
    ],
    more,
  );
const single = (title: string, amount: number, more = {}): Commodity =>
  server.kuaizhan.addCommodity({ shopId: at.shopId, title, amount, price: 3.3, ...more });

async function unitsOf(...commodities: readonly Commodity[]): Promise<StockUnitSeen[]> {
  const ids = new Set(commodities.map(({ id }) => at.gid('Commodity', id)));
  const units: StockUnitSeen[] = [];
  for await (const page of stock.of(shop, callOf()).all()) units.push(...page.filter(({ itemId }) => ids.has(itemId)));
  server.kuaizhan.journal.clear();
  return units;
}
const idsOf = async (...commodities: readonly Commodity[]): Promise<string[]> =>
  (await unitsOf(...commodities)).map(({ unitId }) => unitId);
const first = async (commodity: Commodity): Promise<string> => (await idsOf(commodity))[0] ?? '';
const amountsOf = ({ specs }: Commodity): number[] => specs.units.map(({ amount }) => amount);
/** All of a commodity but its stock and the time of its change. */
const restOf = ({ specs, amount: _, updatedAt: _at, cached: _bytes, shop: _shop, ...rest }: Commodity): string =>
  JSON.stringify({ ...rest, models: specs.models, units: specs.units.map(({ pairs, price }) => [pairs, price]) });

describe('reading the stock', () => {
  it('takes one call for a hundred commodities, however many units they have', async () => {
    const commodities = Array.from({ length: 100 }, (_, n) =>
      n % 2 === 0 ? single(`one ${n}`, n, { isOnline: n % 4 === 0 }) : shirt(),
    );
    const units = await unitsOf(...commodities);
    expect(units).toHaveLength(50 + 50 * 4);
    const read = await stock.of(shop, callOf()).read(units.map(({ unitId }) => unitId));
    expect(calls()).toEqual([LIST]);
    expect([...read.values()]).toEqual(expect.arrayContaining(units));
    expect(read.size).toBe(units.length);
  });

  it('says of each unit what it is called, what it belongs to, and that it has no merchant code', async () => {
    const [one, two] = [single('茶', 4), shirt()];
    const units = await unitsOf(one, two);
    expect(units.find(({ itemId }) => itemId === at.gid('Commodity', one.id))).toEqual({
      unitId: expect.stringMatching(/^gid:\/\/v1\/CommodityVariant\//),
      itemId: at.gid('Commodity', one.id),
      merchantCode: null,
      name: '茶',
      quantity: 4,
    });
    expect(units.filter(({ name }) => name !== '茶').map(({ name, quantity }) => [name, quantity])).toEqual([
      ['T恤 红 / XL', 5],
      ['T恤 红 / M', 6],
      ['T恤 黄 / XL', 7],
      ['T恤 黄 / M', 8],
    ]);
    expect(units.map(({ unitId }) => stock.itemIdOf(unitId))).toEqual(units.map(({ itemId }) => itemId));
    expect(stock.itemIdOf(at.gid('Commodity', one.id))).toBeNull();
  });

  it('leaves out what is gone, what is another shop’s, and what is no unit', async () => {
    const gone = single('gone', 1);
    const other = await freshShop(server);
    const ids = await idsOf(gone, shirt());
    server.kuaizhan.state.removeCommodity(gone);
    const foreign = (ids[0] ?? '').replace(at.key, other.key);
    const read = await stock.of(shop, callOf()).read([...ids, foreign, at.gid('Commodity', gone.id), 'nonsense']);
    expect([...read.keys()].sort()).toEqual(
      ids.filter((id) => stock.itemIdOf(id) !== at.gid('Commodity', gone.id)).sort(),
    );
  });

  it('finds what is off the shelf also where the platform looks for ids on the shelf alone', async () => {
    const commodities = Array.from({ length: 15 }, (_, n) => single(`off ${n}`, n, { isOnline: n < 3 }));
    const ids = await idsOf(...commodities);
    server.kuaizhan.rules.idsRespectOnline = true;
    try {
      const read = await stock.of(shop, callOf()).read(ids);
      expect([...read.keys()].sort()).toEqual([...ids].sort());
      expect(calls()).toEqual([LIST, LIST]);
    } finally {
      server.kuaizhan.rules.idsRespectOnline = false;
    }
  });

  it('tells the failure of a call with each of its units', async () => {
    const ids = await idsOf(shirt(), single('茶', 1));
    server.kuaizhan.faults.set([{ match: { operation: LIST }, fault: 'business_code', message: 'no' }]);
    const read = await stock.of(shop, callOf()).read(ids);
    expect([...read.values()].map((one) => one instanceof Error && (one as { code?: string }).code)).toEqual(
      ids.map(() => 'UPSTREAM_REJECTED'),
    );
  });

  it('walks through the whole shop in pages of a hundred, on the shelf and off it', async () => {
    for (let n = 0; n < 120; n += 1) single(`on ${n}`, n);
    for (let n = 0; n < 3; n += 1) single(`off ${n}`, n, { isOnline: false });
    const pages: number[] = [];
    for await (const page of stock.of(shop, callOf()).all()) pages.push(page.length);
    expect(pages).toEqual([100, 20, 3]);
    expect(calls()).toEqual([LIST, LIST, LIST]);
  });

  it('of a site that sells nothing finds nothing and asks nothing', async () => {
    const { shopId: _, ...attributes } = shop.attributes;
    const empty = { ...shop, attributes };
    const pages: unknown[] = [];
    for await (const page of stock.of(empty, callOf()).all()) pages.push(page);
    const unit = at.gid('CommodityVariant', 'V4800vQ0xafvOtuT:AAAAAAAAAAAAAAAA');
    expect((await stock.of(empty, callOf()).read([unit])).size).toBe(0);
    expect(pages).toEqual([]);
    expect(lines(await sync([[unit, { setTo: 1 }]], {}, callOf(), empty))).toEqual(['FAILED NOT_FOUND']);
    expect(calls()).toEqual([]);
  });
});

describe('writing the stock', () => {
  it('takes one read and one update for all units of a commodity, and leaves the rest of it byte for byte', async () => {
    const commodity = shirt();
    const [redXl = '', , , yellowM = ''] = await idsOf(commodity);
    const rest = restOf(commodity);
    const done = await sync([
      [redXl, { setTo: 50 }],
      [yellowM, { changeBy: -3 }],
    ]);
    expect(lines(done)).toEqual(['SUCCEEDED 5>50', 'SUCCEEDED 8>5']);
    expect(calls()).toEqual([INFO, UPDATE]);
    expect(amountsOf(commodity)).toEqual([50, 6, 7, 5]);
    expect(restOf(commodity)).toBe(rest);
    expect(Object.keys(updates()[0]?.params ?? {}).sort()).toEqual(['commodity_id', 'model_details', 'models']);
    expect(updates()[0]?.params['models']).toBe('{"颜色":["红","黄"],"尺码":["XL","M"]}');
  });

  it('takes one read and a hundred updates for a hundred commodities', async () => {
    const commodities = Array.from({ length: 100 }, (_, n) => single(`one ${n}`, n));
    const ids = await idsOf(...commodities);
    const done = await sync(ids.map((id) => [id, { changeBy: 7 }]));
    expect(new Set(done.ends.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    expect(commodities.map(({ amount }) => amount)).toEqual(commodities.map((_, n) => n + 7));
    expect(calls().filter((call) => call === UPDATE)).toHaveLength(100);
    expect(calls()[0]).toBe(LIST);
    // On a slow machine the first answer grows too old before the last write.
    expect(calls().length).toBeLessThanOrEqual(103);
  });

  it('of a single unit and of a group buy sends the amount alone', async () => {
    const group = { price: 2.5, members: 3, hours: 24, multiJoining: true };
    const [plain, grouped] = [single('plain', 4), single('group', 9, { type: 200, group, isOnline: false })];
    const rests = [restOf(plain), restOf(grouped)];
    const ids = [await first(plain), await first(grouped)];
    const done = await sync(ids.map((id) => [id, { setTo: 0 }]));
    expect(lines(done)).toEqual(['SUCCEEDED 4>0', 'SUCCEEDED 9>0']);
    expect(updates().map(({ params }) => Object.keys(params))).toEqual([
      ['commodity_id', 'amount'],
      ['commodity_id', 'amount'],
    ]);
    expect([plain.amount, grouped.amount]).toEqual([0, 0]);
    expect([restOf(plain), restOf(grouped)]).toEqual(rests);
  });

  it('refuses each bad row for itself, sends nothing for it, and writes the others of the same commodity', async () => {
    const commodity = shirt();
    const other = await freshShop(server);
    const [a = '', b = '', c = '', d = ''] = await idsOf(commodity);
    const bad: Row[] = [
      [a, { changeBy: -6 }],
      [b, { setTo: 6 }],
      [c, { setTo: 70 }],
      [c, { setTo: 71 }],
      [d, { setTo: 1.5 }],
      [d.slice(0, -1) + (d.endsWith('A') ? 'B' : 'A'), { setTo: 1 }],
      [a.replace(at.key, other.key), { setTo: 1 }],
      [at.gid('Commodity', commodity.id), { setTo: 1 }],
      [at.gid('CommodityVariant', 'V4800vQ0xafvOtuT:AAAAAAAAAAAAAAAA'), { setTo: 1 }],
      [d, { setTo: 2 ** 31 }],
      [d, { setTo: -1 }],
    ];
    expect(lines(await sync(bad))).toEqual([
      'FAILED STATE_FORBIDS',
      'SKIPPED STATE_FORBIDS 6>6',
      'SUCCEEDED 7>70',
      'FAILED INVALID_INPUT',
      'FAILED INVALID_INPUT',
      'FAILED NOT_FOUND',
      'FAILED NOT_FOUND',
      'FAILED NOT_FOUND',
      'FAILED NOT_FOUND',
      'FAILED INVALID_INPUT',
      'FAILED INVALID_INPUT',
    ]);
    expect(amountsOf(commodity)).toEqual([5, 6, 70, 8]);
    expect(updates()).toHaveLength(1);
  });

  it('sends nothing when nothing would change', async () => {
    const commodity = shirt();
    const done = await sync([[await first(commodity), { setTo: 5 }]]);
    expect(lines(done)).toEqual(['SKIPPED STATE_FORBIDS 5>5']);
    expect(calls()).toEqual([INFO]);
  });

  it('leaves a commodity alone of which one unit cannot be written back', async () => {
    const commodity = shirt();
    const [redXl = ''] = await idsOf(commodity);
    (commodity.specs.units[1] as unknown as { price: null }).price = null;
    server.kuaizhan.state.changeCommodity(commodity, { title: 'T恤' });
    expect(lines(await sync([[redXl, { setTo: 1 }]]))).toEqual(['FAILED STATE_FORBIDS']);
    expect(updates()).toEqual([]);
  });

  it('plans exactly the calls that it then makes', async () => {
    const [one, two] = [single('one', 1), shirt()];
    const rows: Row[] = (await idsOf(one, two)).map((id) => [id, { changeBy: 2 }]);
    const dry = await sync([...rows, [at.gid('Commodity', one.id), { setTo: 1 }]], { dryRun: true });
    expect(dry.outcomes.map(({ status }) => status)).toEqual([...rows.map(() => 'SKIPPED'), 'FAILED']);
    expect(calls()).toEqual([LIST]);
    const planned = dry.base.plan?.calls ?? [];
    expect(planned.filter(({ body }) => body === null).map(({ endpoint, batchSize }) => [endpoint, batchSize])).toEqual(
      [[LIST, 2]],
    );
    server.kuaizhan.journal.clear();
    await sync(rows);
    const sent = updates().map(({ params }) =>
      Object.fromEntries(
        Object.entries(params).map(([key, value]) => [
          key,
          key === 'amount' ? Number(value) : key.startsWith('model') ? JSON.parse(String(value)) : value,
        ]),
      ),
    );
    const bodies = planned.flatMap(({ body }) => (body === null ? [] : [body]));
    expect(bodies).toHaveLength(2);
    expect(sent).toEqual(expect.arrayContaining(bodies));
  });

  it('answers a repeat of its key from the journal', async () => {
    const commodity = single('one', 1);
    const rows: Row[] = [[await first(commodity), { changeBy: 2 }]];
    const done = await sync(rows, { idempotencyKey: 'stock once' });
    const again = await sync(rows, { idempotencyKey: 'stock once' });
    expect([done.base.replayed, again.base.replayed, lines(again)]).toEqual([false, true, ['SUCCEEDED 1>3']]);
    expect(commodity.amount).toBe(3);
  });

  it('reads again what would be too old when its turn comes, many in one call', async () => {
    const commodities = Array.from({ length: 20 }, (_, n) => single(`one ${n}`, n));
    const rows = (await idsOf(...commodities)).map((id): Row => [id, { changeBy: 1 }]);
    server.kuaizhan.faults.set([{ match: { operation: UPDATE }, fault: 'delay', ms: 900 }]);
    const writing = sync(rows);
    while (updates().length < 10) await new Promise(setImmediate);
    // A sale in the shop, while the first ones are being written.
    const late = commodities.filter(({ id }) => !updates().some(({ params }) => params['commodity_id'] === id));
    for (const one of late) server.kuaizhan.state.changeCommodity(one, { amount: one.amount + 100 });
    await writing;
    const reads = calls().filter((call) => call !== UPDATE);
    expect(reads.length).toBeGreaterThan(1);
    expect(reads.length).toBeLessThan(6);
    const kept = commodities.filter(({ amount }) => amount >= 100);
    expect(kept.length).toBeGreaterThan(0);
  }, 20_000);
});

describe('writes of one unit', () => {
  /** Holds the next update upstream, runs what comes meanwhile, then lets it go. */
  async function behind<T>(unit: string, begin: () => T): Promise<T> {
    server.kuaizhan.faults.set([{ match: { operation: UPDATE }, fault: 'hold', times: 1 }]);
    const ahead = sync([[unit, { changeBy: 1_000 }]]);
    while (updates().length === 0) await new Promise(setImmediate);
    const begun = begin();
    // Long enough for all of them to be waiting: they have read what they can.
    const quiet = () => calls().length;
    for (let seen = -1; seen !== quiet(); ) {
      seen = quiet();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    server.kuaizhan.faults.release();
    await ahead;
    return begun;
  }

  it('are superseded while they wait by a newer one, if both set it, and never if they change it', async () => {
    const commodity = shirt();
    const [unit = '', other = ''] = await idsOf(commodity);
    const begun = await behind(unit, () => [
      sync([
        [unit, { setTo: 10 }],
        [other, { setTo: 60 }],
      ]),
      sync([[unit, { changeBy: 5 }]]),
      sync([[unit, { setTo: 20 }]]),
      sync([[unit, { changeBy: 7 }]]),
    ]);
    expect((await Promise.all(begun)).map(lines)).toEqual([
      ['SKIPPED CONFLICT', 'SUCCEEDED 6>60'],
      ['SUCCEEDED 1005>1010'],
      ['SUCCEEDED 1010>20'],
      ['SUCCEEDED 20>27'],
    ]);
    expect(amountsOf(commodity)).toEqual([27, 60, 7, 8]);
  });

  it('are not superseded by a dry run, nor by a repeat that writes nothing, nor by one that is refused', async () => {
    const commodity = single('one', 1);
    const unit = await first(commodity);
    await sync([[unit, { setTo: 3 }]], { idempotencyKey: 'long done' });
    const begun = await behind(unit, () => [
      sync([[unit, { setTo: 10 }]]),
      sync([[unit, { setTo: 20 }]], { dryRun: true }),
      sync([[unit, { setTo: 3 }]], { idempotencyKey: 'long done' }),
      sync([[unit, { setTo: -1 }]]),
    ]);
    expect(lines((await begun[0]) ?? { ends: [] })).toEqual(['SUCCEEDED 1003>10']);
    await Promise.all(begun);
    expect(commodity.amount).toBe(10);
  });

  it('that give up while they wait send nothing and hold up nobody', async () => {
    const commodity = single('one', 1);
    const unit = await first(commodity);
    const begun = await behind(unit, () => [
      sync([[unit, { setTo: 10 }]]),
      sync([[unit, { setTo: 20 }]], {}, callOf(30)),
      sync([[unit, { changeBy: 1 }]]),
    ]);
    const [, late, after] = await Promise.all(begun);
    expect(late?.ends[0]).toMatchObject({ status: 'FAILED', errors: [{ code: 'DEADLINE_EXCEEDED' }] });
    expect(lines(after ?? { ends: [] })[0]).toMatch(/^SUCCEEDED/);
    expect([1_002, 11]).toContain(commodity.amount);
  });

  it('add up exactly, however many come at once', async () => {
    const commodity = shirt();
    const ids = await idsOf(commodity);
    const begun = Array.from({ length: 20 }, (_, n) =>
      sync(ids.map((id, unit): Row => [id, { changeBy: n % 3 === 0 ? unit + 1 : 2 }])),
    );
    expect((await Promise.all(begun)).flatMap(lines).every((one) => one.startsWith('SUCCEEDED'))).toBe(true);
    expect(amountsOf(commodity)).toEqual([5, 6, 7, 8].map((was, unit) => was + 7 * (unit + 1) + 13 * 2));
  });

  it('and updates of the whole commodity come one after the other', async () => {
    const commodity = shirt();
    const [unit = ''] = await idsOf(commodity);
    const goods = {
      withOptions: {
        variants: commodity.specs.units.map(({ pairs }, n) => ({
          selectedOptions: pairs.map(([name, value]) => ({ name, value })),
          price: { amount: `${n + 1}.07` },
          stock: 100 + n,
        })),
      },
    };
    const [answer, after] = await behind(unit, () =>
      Promise.all([
        server.ask(
          'mutation ($input: CommodityUpdateInput!) { commodityUpdate(input: $input) { userErrors { code } } }',
          {
            input: { id: at.gid('Commodity', commodity.id), goods },
          },
        ),
        new Promise((resolve) => setTimeout(resolve, 30)).then(() => sync([[unit, { changeBy: -1 }]])),
      ]),
    );
    expect(answer?.data.commodityUpdate.userErrors).toEqual([]);
    expect(lines(after ?? { ends: [] })).toEqual(['SUCCEEDED 100>99']);
    expect(amountsOf(commodity)).toEqual([99, 101, 102, 103]);
    expect(commodity.specs.units.map(({ price }) => price)).toEqual([1.07, 2.07, 3.07, 4.07]);
  });
});

describe('an update whose answer is lost', () => {
  const key = 'lost stock';
  /** A fresh key for every test: the store is shared. */
  let run = 0;
  beforeEach(() => {
    run += 1;
  });
  const named = () => `${key} ${run}`;
  const write = async (rows: readonly Row[], phase: 'before_effect' | 'after_effect', fault = LOST) => {
    server.kuaizhan.faults.set([{ ...fault, phase }]);
    return sync(rows, { idempotencyKey: named() });
  };

  it('is unknown, is sent only once, and is settled as done under the same key, set or changed', async () => {
    const commodity = shirt();
    const [a = '', b = ''] = await idsOf(commodity);
    const rows: Row[] = [
      [a, { setTo: 50 }],
      [b, { changeBy: 4 }],
    ];
    const lost = await write(rows, 'after_effect');
    expect(lines(lost)).toEqual(['UNKNOWN OUTCOME_UNKNOWN 5>50', 'UNKNOWN OUTCOME_UNKNOWN 6>10']);
    expect(updates()).toHaveLength(1);
    const again = await sync(rows, { idempotencyKey: named() });
    expect([again.base.replayed, lines(again)]).toEqual([true, ['SUCCEEDED 5>50', 'SUCCEEDED 6>10']]);
    expect(calls()).toEqual([INFO, UPDATE, INFO]);
  });

  it('was not carried out when the commodity is as it was read for it, a minute later and not before', async () => {
    const commodity = shirt();
    const [a = '', b = ''] = await idsOf(commodity);
    const lost = await write(
      [
        [a, { setTo: 50 }],
        [b, { changeBy: 4 }],
      ],
      'before_effect',
    );
    expect(new Set(lost.ends.map(({ status }) => status))).toEqual(new Set(['UNKNOWN']));
    expect(await settled(named(), 10_000)).toBeNull();
    expect(await settled(named(), 2 * MINUTE)).toEqual(['FAILED UPSTREAM_TIMEOUT', 'FAILED UPSTREAM_TIMEOUT']);
  });

  it('is told by what the next write finds in its turn, even when that one comes over it', async () => {
    const commodity = shirt();
    const [a = '', b = ''] = await idsOf(commodity);
    await write(
      [
        [a, { setTo: 50 }],
        [b, { changeBy: 4 }],
      ],
      'after_effect',
    );
    const done = named();
    run += 1;
    await write([[b, { changeBy: 30 }]], 'before_effect');
    const notDone = named();
    await sync([[a, { setTo: 60 }]]);
    await sync([[b, { changeBy: 5 }]]);
    expect(await settled(done, 100)).toEqual(['SUCCEEDED 5>50', 'SUCCEEDED 6>10']);
    expect(await settled(notDone, 10_000)).toBeNull();
    expect(await settled(notDone, 2 * MINUTE)).toEqual(['FAILED UPSTREAM_TIMEOUT']);
    expect(amountsOf(commodity)).toEqual([60, 15, 7, 8]);
  });

  it('that arrives late, over a newer one, is never told to have failed', async () => {
    const commodity = shirt();
    const [a = ''] = await idsOf(commodity);
    await write([[a, { changeBy: 4 }]], 'before_effect');
    await sync([[a, { changeBy: 10 }]]);
    const [unit, ...others] = commodity.specs.units;
    if (unit === undefined) throw new Error('no unit');
    server.kuaizhan.state.changeCommodity(commodity, {
      specs: { ...commodity.specs, units: [{ ...unit, amount: 9 }, ...others] },
    });
    expect(await settled(named(), 2 * MINUTE)).toBeNull();
    await sync([[a, { changeBy: 1 }]]);
    expect(await settled(named(), 2 * MINUTE)).toEqual(['SUCCEEDED 5>9']);
  });

  it('stays open when the whole commodity was updated after it', async () => {
    const commodity = shirt();
    const [a = ''] = await idsOf(commodity);
    await write([[a, { changeBy: 4 }]], 'after_effect');
    await server.ask(
      'mutation ($input: CommodityUpdateInput!) { commodityUpdate(input: $input) { userErrors { code } } }',
      {
        input: { id: at.gid('Commodity', commodity.id), title: 'T恤 2' },
      },
    );
    expect(await settled(named(), 2 * MINUTE)).toBeNull();
  });

  it('is never told wrongly, whatever becomes of the others: of thirty at once, each its own bit of the stock', async () => {
    const commodity = shirt();
    const [a = ''] = await idsOf(commodity);
    await sync([[a, { setTo: 0 }]]);
    run += 1;
    server.kuaizhan.faults.set([
      { match: { operation: UPDATE, p: 0.2 }, fault: 'reset', phase: 'before_effect' },
      { match: { operation: UPDATE, p: 0.2 }, fault: 'reset', phase: 'after_effect' },
      { match: { operation: UPDATE, p: 0.1 }, fault: 'empty' },
    ]);
    const keys = Array.from({ length: 30 }, (_, bit) => `${named()} bit ${bit}`);
    const ends = await Promise.all(
      keys.map((idempotencyKey, bit) => sync([[a, { changeBy: 2 ** bit }]], { idempotencyKey })),
    );
    server.kuaizhan.faults.clear();
    const isSet = (bit: number) => Math.floor((amountsOf(commodity)[0] as number) / 2 ** bit) % 2 === 1;
    const told = await Promise.all(
      ends.map(async (end, bit) => {
        const [first = ''] = lines(end);
        if (!first.startsWith('UNKNOWN')) return first;
        return (await settled(keys[bit] ?? '', 2 * MINUTE))?.[0] ?? 'open';
      }),
    );
    expect(ends.flatMap(lines).filter((one) => one.startsWith('UNKNOWN')).length).toBeGreaterThan(3);
    expect(told.map((one) => one.split(' ')[0])).toEqual(told.map((_, bit) => (isSet(bit) ? 'SUCCEEDED' : 'FAILED')));
  });

  it('of a change stays open when a sale, or a newer write of ours, left the same number', async () => {
    const commodity = shirt();
    const [a = ''] = await idsOf(commodity);
    await write([[a, { changeBy: -2 }]], 'before_effect');
    expect(lines(await sync([[a, { changeBy: -2 }]]))).toEqual(['SUCCEEDED 5>3']);
    expect(await settled(named(), 2 * MINUTE)).toBeNull();

    run += 1;
    await write([[a, { changeBy: -1 }]], 'before_effect');
    const [sold, ...others] = commodity.specs.units;
    if (sold === undefined) throw new Error('no unit');
    const specs = { ...commodity.specs, units: [{ ...sold, amount: 2 }, ...others] };
    server.kuaizhan.state.changeCommodity(commodity, { specs, salesVolume: 1 });
    expect(await settled(named(), 2 * MINUTE)).toBeNull();
  });

  it('after an end of the process is settled by the intent alone: set when it is there, not done when long untouched', async () => {
    const hourAgo = Date.now() - 60 * MINUTE;
    const commodity = shirt({ createdAt: hourAgo, updatedAt: hourAgo });
    const [a = '', b = ''] = await idsOf(commodity);
    const rows: Row[] = [
      [a, { setTo: 50 }],
      [b, { changeBy: 4 }],
    ];
    await write(rows, 'before_effect');
    expect(await settled(named(), 10_000, null)).toBeNull();
    expect(await settled(named(), 2 * MINUTE, null)).toEqual(['FAILED UPSTREAM_TIMEOUT', 'FAILED UPSTREAM_TIMEOUT']);
    run += 1;
    await write([[a, { setTo: 50 }]], 'after_effect');
    expect(await settled(named(), 10_000, null)).toEqual(['SUCCEEDED null>50']);
    run += 1;
    await write([[b, { changeBy: 4 }]], 'after_effect');
    expect(await settled(named(), 2 * MINUTE, null)).toBeNull();
  });

  it('stays open when the commodity is gone', async () => {
    const commodity = single('one', 1);
    await write([[await first(commodity), { setTo: 5 }]], 'after_effect');
    server.kuaizhan.state.removeCommodity(commodity);
    expect(await settled(named(), 2 * MINUTE)).toBeNull();
  });

  it('says nothing of the other commodities of its batch', async () => {
    const commodities = [single('one', 1), single('two', 2), single('three', 3)];
    const ids = await idsOf(...commodities);
    const lost = await write(
      ids.map((id) => [id, { setTo: 9 }]),
      'after_effect',
    );
    expect(lost.ends.map(({ status }) => status).sort()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'UNKNOWN']);
    expect(commodities.map(({ amount }) => amount)).toEqual([9, 9, 9]);
  });

  it('that was refused is told with each of its rows, and nothing is open', async () => {
    const commodity = shirt();
    const ids = await idsOf(commodity);
    server.kuaizhan.faults.set([{ match: { operation: UPDATE }, fault: 'business_code', message: 'no', times: 1 }]);
    expect(lines(await sync(ids.map((id) => [id, { setTo: 1 }])))).toEqual(ids.map(() => 'FAILED UPSTREAM_REJECTED'));
    expect(amountsOf(commodity)).toEqual([5, 6, 7, 8]);
  });
});

it('whatever is written to whatever there is, the shop holds what a plain count says', async () => {
  const words = fc.uniqueArray(fc.constantFrom('红', 'M', 'a:b', '"', '[]', '＆', '𝌆', 'x y'), {
    minLength: 1,
    maxLength: 3,
  });
  const models = fc.uniqueArray(fc.tuple(fc.constantFrom('颜色', '尺码', "it's", '{}'), words), {
    selector: ([name]) => name,
    maxLength: 3,
  });
  const change = fc.oneof(
    fc.integer({ min: -3, max: 40 }).map((setTo): StockChange => ({ setTo })),
    fc.integer({ min: -30, max: 30 }).map((changeBy): StockChange => ({ changeBy })),
  );
  const batch = fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          models,
          fc.array(fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.nat(30)), { minLength: 27, maxLength: 27 }),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      fc.array(batch, { minLength: 1, maxLength: 4 }),
      async (drafts, batches) => {
        const commodities = drafts.map(([options, numbers], n) => {
          const combinations = options.reduce<(readonly (readonly [string, string])[])[]>(
            (made, [name, values]) =>
              made.flatMap((pairs) => values.map((value) => [...pairs, [name, value] as const])),
            [[]],
          );
          if (options.length === 0) return single(`${n}`, numbers[0]?.[1] ?? 0);
          return withUnits(
            `${n}`,
            options,
            combinations.map((pairs, i) => [pairs, (numbers[i]?.[0] ?? 1) / 100, numbers[i]?.[1] ?? 0]),
          );
        });
        const rests = commodities.map(restOf);
        const units = await unitsOf(...commodities);
        const count = new Map(units.map(({ unitId, quantity }) => [unitId, quantity ?? 0]));
        for (const rows of batches) {
          const chosen = rows.map(([pick, how]): Row => [units[pick % units.length]?.unitId ?? '', how]);
          const named = new Set<string>();
          const expected = chosen.map(([unit, how]): string => {
            const before = count.get(unit) ?? 0;
            const after = 'setTo' in how ? how.setTo : before + how.changeBy;
            if (named.has(unit) || ('setTo' in how && how.setTo < 0)) return 'FAILED INVALID_INPUT';
            named.add(unit);
            if (after < 0) return 'FAILED STATE_FORBIDS';
            if (after === before) return `SKIPPED STATE_FORBIDS ${before}>${before}`;
            count.set(unit, after);
            return `SUCCEEDED ${before}>${after}`;
          });
          expect(lines(await sync(chosen))).toEqual(expected);
        }
        const now = await unitsOf(...commodities);
        expect(now.map(({ unitId, quantity }) => [unitId, quantity])).toEqual([...count]);
        expect(commodities.map(restOf)).toEqual(rests);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
