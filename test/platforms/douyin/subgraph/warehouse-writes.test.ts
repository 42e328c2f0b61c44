import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

const PAYLOAD = `regionalWarehouses { id outerId name description coverage updatedAt }
  rows { index nodeId status userErrors { code message path ... on StateError { nodeId currentVersion } } }
  userErrors { code path ... on StateError { currentVersion } } plan { calls { endpoint body } warnings } replayed`;
const CREATE = `mutation($input: RegionalWarehousesCreateInput!, $options: WriteOptions) {
  payload: regionalWarehousesCreate(input: $input, options: $options) { ${PAYLOAD} }
}`;
const UPDATE = `mutation($input: RegionalWarehouseUpdateInput!, $options: WriteOptions) {
  payload: regionalWarehouseUpdate(input: $input, options: $options) { ${PAYLOAD} }
}`;

const LIST = 'POST /warehouse/list';
const INFO = 'POST /warehouse/info';
const ONE = 'POST /warehouse/create';
const SEVERAL = 'POST /warehouse/createBatch';
const EDIT = 'POST /warehouse/edit';
const REMOVE = 'POST /warehouse/removeAddr';
const ADD = 'POST /warehouse/setAddr';
const ADD_SEVERAL = 'POST /warehouse/setAddrBatch';
const PRIORITY = 'POST /warehouse/setPriority';

const ZHEJIANG = ['330000'];
const HANGZHOU = ['330000', '330100'];
const SHANGHAI = ['310000', '310100', '310115'];

describe('writes to regional warehouses', () => {
  let server: DouyinServer;
  let shop: DouyinShop;
  let number = 0;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shop = server.shops[0] as DouyinShop;
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => server.douyin.faults.clear());

  const send = async (mutation: string, input: object, options: object | null = null, key = server.adminKey) => {
    const answer = await server.ask(mutation, { input, options }, { key });
    expect(answer.errors ?? []).toEqual([]);
    return answer.data.payload;
  };
  const create = (warehouses: object[], options: object | null = null, key = server.adminKey) =>
    send(CREATE, { shopId: shop.id, warehouses }, options, key);
  const update = (outerId: string, change: object, options: object | null = null, key = server.adminKey) =>
    send(UPDATE, { id: shop.gid('RegionalWarehouse', outerId), ...change }, options, key);
  const sent = (operation: string) =>
    server.douyin.journal.entries
      .filter((entry) => entry.operation === operation)
      .map(({ params }) => JSON.parse(String(params['param_json'])));
  const there = (outerId: string) => server.douyin.state.shops.get(shop.nativeId)?.warehouses.get(outerId);
  /** A code that no warehouse has. */
  const fresh = (): string => {
    number += 1;
    return `WH-试-${number}`;
  };
  const made = async (): Promise<string> => {
    const outerId = fresh();
    await create([{ outerId, name: '仓' }]);
    return outerId;
  };

  it('make one by its own call, and read it back', async () => {
    const outerId = fresh();
    const payload = await create([{ outerId, name: '华东仓', description: '示例仓库' }]);
    const id = shop.gid('RegionalWarehouse', outerId);
    expect(payload).toMatchObject({
      regionalWarehouses: [{ id, outerId, name: '华东仓', description: '示例仓库', coverage: [] }],
      rows: [{ index: 0, nodeId: id, status: 'SUCCEEDED', userErrors: [] }],
      userErrors: [],
    });
    expect(server.calls()).toEqual([LIST, ONE, INFO]);
  });

  it('make several by one call, leaving those that are there and those named twice', async () => {
    const [one, two, taken] = [fresh(), fresh(), await made()];
    const payload = await create([
      { outerId: one, name: '一' },
      { outerId: taken, name: '二' },
      { outerId: one, name: '三' },
      { outerId: two, name: '四' },
    ]);
    expect(payload.rows).toMatchObject([
      { index: 0, status: 'SUCCEEDED' },
      {
        index: 1,
        status: 'FAILED',
        userErrors: [
          {
            code: 'ALREADY_EXISTS',
            path: ['input', 'warehouses', '1', 'outerId'],
            nodeId: shop.gid('RegionalWarehouse', taken),
          },
        ],
      },
      {
        index: 2,
        status: 'FAILED',
        userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'warehouses', '2', 'outerId'] }],
      },
      { index: 3, status: 'SUCCEEDED' },
    ]);
    expect(payload.regionalWarehouses.map(({ name }: { name: string }) => name)).toEqual(['一', '四']);
    expect(server.calls()).toEqual([LIST, SEVERAL, LIST]);
    // The platform wants words about a warehouse: its name, where none are given.
    expect(sent(SEVERAL)[0].out_warehouse_list).toMatchObject([{ intro: '一' }, { intro: '四' }]);
  });

  it('are found made when the answer was lost, and one without its number is none', async () => {
    for (const [fault, phase] of [
      ['reset', 'after_effect'],
      ['missing_data', 'after_effect'],
    ] as const) {
      const outerId = fresh();
      const options = { idempotencyKey: outerId };
      server.douyin.faults.set([{ match: { operation: ONE }, fault, phase, times: 1 }]);
      const lost = await create([{ outerId, name: '仓' }], options);
      expect(lost.rows).toMatchObject([{ status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] }]);
      const again = await create([{ outerId, name: '仓' }], options);
      expect(again).toMatchObject({
        replayed: true,
        rows: [{ status: 'SUCCEEDED', nodeId: shop.gid('RegionalWarehouse', outerId) }],
        regionalWarehouses: [{ outerId }],
      });
      expect(server.calls()).toEqual([LIST, INFO]);
    }
  });

  it('are open where the platform says that a part failed and not which, and the list tells later', async () => {
    const [one, two] = [fresh(), fresh()];
    const rows = [
      { outerId: one, name: '一' },
      { outerId: two, name: '二' },
    ];
    server.douyin.faults.set([{ match: { operation: SEVERAL }, fault: 'business_code', code: 10001, times: 1 }]);
    const options = { idempotencyKey: `in part ${one}` };
    expect((await create(rows, options)).rows).toMatchObject([{ status: 'UNKNOWN' }, { status: 'UNKNOWN' }]);
    await create([{ outerId: one, name: '一' }]);
    expect((await create(rows, options)).rows).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'UNKNOWN' }]);
  });

  it('are planned with what would be sent, and answered once for a key', async () => {
    const [outerId, taken] = [fresh(), await made()];
    const rows = [
      { outerId, name: '仓' },
      { outerId: taken, name: '仓' },
    ];
    const { plan } = await create(rows, { dryRun: true });
    expect(plan.calls).toEqual([
      { endpoint: 'POST warehouse/list', body: null },
      { endpoint: 'POST warehouse/create', body: { out_warehouse_id: outerId, name: '仓', intro: '仓' } },
      { endpoint: 'POST warehouse/info', body: null },
    ]);
    expect(plan.warnings).toHaveLength(1);
    expect(server.calls()).toEqual([LIST]);
    const options = { idempotencyKey: `plan ${outerId}` };
    await create(rows, options);
    expect(await create(rows, options)).toMatchObject({
      replayed: true,
      rows: [{ status: 'SUCCEEDED' }, { status: 'FAILED' }],
    });
    expect(server.calls()).toEqual([INFO]);
    expect((await create([{ outerId, name: '别' }], options)).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);
  });

  it('change words and regions by the fewest calls, a row each', async () => {
    const outerId = await made();
    const added = await update(outerId, { name: '新', description: '词', coverageAdd: [ZHEJIANG, SHANGHAI] });
    expect(added).toMatchObject({
      regionalWarehouses: [{ name: '新', description: '词', coverage: [ZHEJIANG, SHANGHAI] }],
      rows: [
        { index: 0, status: 'SUCCEEDED' },
        { index: 1, status: 'SUCCEEDED' },
      ],
      userErrors: [],
    });
    expect(server.calls()).toEqual([EDIT, ADD_SEVERAL, INFO]);
    const changed = await update(outerId, {
      description: null,
      coverageRemove: [ZHEJIANG],
      coverageAdd: [HANGZHOU],
      priorities: [{ region: HANGZHOU, priority: 0 }],
    });
    expect(changed.regionalWarehouses).toMatchObject([
      { name: '新', description: null, coverage: [SHANGHAI, HANGZHOU] },
    ]);
    expect(server.calls()).toEqual([EDIT, REMOVE, ADD, PRIORITY, INFO]);
    expect(sent(ADD)).toEqual([{ out_warehouse_id: outerId, addr: { addr_id1: 330000, addr_id2: 330100 } }]);
    expect(sent(PRIORITY)).toEqual([{ addr: { addr_id1: 330000, addr_id2: 330100 }, priorities: { [outerId]: 0 } }]);
  });

  it('carry out what can be, and tell of the rest by its place', async () => {
    const outerId = await made();
    const payload = await update(outerId, {
      name: '名',
      coverageRemove: [SHANGHAI],
      coverageAdd: [['999999']],
      priorities: [{ region: ['330000'], priority: 5 }],
    });
    expect(payload.rows).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: ['input', 'coverageRemove', '0'] }] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'coverageAdd'] }] },
      { status: 'SUCCEEDED' },
    ]);
    expect(payload.regionalWarehouses).toMatchObject([{ name: '名' }]);
  });

  it('send nothing more once the platform says that there is no such warehouse', async () => {
    const payload = await update(fresh(), { name: '名', coverageAdd: [ZHEJIANG] });
    expect(payload.rows).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] },
    ]);
    expect(payload.regionalWarehouses).toEqual([]);
    expect(server.calls()).toEqual([EDIT]);
  });

  it('find out part by part what became of parts whose answers were lost', async () => {
    const outerId = await made();
    await update(outerId, { coverageAdd: [ZHEJIANG] });
    server.douyin.faults.set(
      [EDIT, REMOVE, ADD].map((operation) => ({
        match: { operation },
        fault: 'reset',
        phase: 'after_effect',
        times: 1,
      })),
    );
    const change = { name: '丢', coverageRemove: [ZHEJIANG], coverageAdd: [SHANGHAI] };
    const options = { idempotencyKey: `lost ${outerId}` };
    const lost = await update(outerId, change, options);
    expect(lost.rows).toMatchObject(Array(3).fill({ status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] }));
    const again = await update(outerId, change, options);
    expect(again).toMatchObject({
      replayed: true,
      rows: Array(3).fill({ status: 'SUCCEEDED', userErrors: [] }),
      regionalWarehouses: [{ name: '丢', coverage: [SHANGHAI] }],
    });
    expect(new Set(server.calls())).toEqual(new Set([LIST, INFO]));
  });

  it('leave a priority open whose answer was lost: the platform tells none', async () => {
    const outerId = await made();
    server.douyin.faults.set([{ match: { operation: PRIORITY }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    const options = { idempotencyKey: `priority ${outerId}` };
    const change = { priorities: [{ region: ZHEJIANG, priority: 1 }] };
    expect((await update(outerId, change, options)).rows).toMatchObject([{ status: 'UNKNOWN' }]);
    expect((await update(outerId, change, options)).rows).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(server.calls()).not.toContain(PRIORITY);
  });

  it('hold the version, which is the time of change, and are planned with what would be sent', async () => {
    const outerId = await made();
    const version = new Date((there(outerId)?.updatedAt ?? 0) * 1000).toISOString();
    const stale = await update(outerId, { name: '名' }, { expectedVersion: 'old' });
    expect(stale.userErrors).toMatchObject([
      { code: 'CONFLICT', path: ['options', 'expectedVersion'], currentVersion: version },
    ]);
    expect(server.calls()).toEqual([INFO]);
    expect((await update(outerId, { name: '名' }, { expectedVersion: version })).userErrors).toEqual([]);
    expect(server.calls()).toEqual([INFO, EDIT, INFO]);
    const { plan } = await update(outerId, { coverageAdd: [SHANGHAI] }, { dryRun: true });
    expect(plan.calls).toEqual([
      {
        endpoint: 'POST warehouse/setAddr',
        body: { out_warehouse_id: outerId, addr: { addr_id1: 310000, addr_id2: 310100, addr_id3: 310115 } },
      },
      { endpoint: 'POST warehouse/info', body: null },
    ]);
    expect(server.calls()).toEqual([]);
  });

  it.each<[string, object, string, string[]]>([
    ['nothing to change', {}, 'INVALID_INPUT', ['input']],
    ['no name', { name: null }, 'UNSUPPORTED_COMBINATION', ['input', 'name']],
    [
      'a region of five levels',
      { coverageAdd: [['1', '2', '3', '4', '5']] },
      'INVALID_INPUT',
      ['input', 'coverageAdd', '0'],
    ],
    ['a region that is no number', { coverageRemove: [['浙江']] }, 'INVALID_INPUT', ['input', 'coverageRemove', '0']],
    [
      'a region that comes and goes',
      { coverageRemove: [ZHEJIANG], coverageAdd: [ZHEJIANG] },
      'INVALID_INPUT',
      ['input', 'coverageAdd', '0'],
    ],
    [
      'a priority of six',
      { priorities: [{ region: ZHEJIANG, priority: 6 }] },
      'INVALID_INPUT',
      ['input', 'priorities', '0', 'priority'],
    ],
  ])('refuse %s, and nothing is sent', async (_name, change, code, path) => {
    expect((await update('WH-X', change)).userErrors).toMatchObject([{ code, path }]);
    expect(server.calls()).toEqual([]);
  });

  it('need the scope, an own shop, at least one warehouse, and no version for new ones', async () => {
    const row = { outerId: fresh(), name: '仓' };
    expect((await create([row], null, server.readKey)).userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect((await update('WH-X', { name: '名' }, null, server.readKey)).userErrors).toMatchObject([
      { code: 'PERMISSION_DENIED' },
    ]);
    expect((await create([])).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'warehouses'] }]);
    expect((await create([{ ...row, name: '' }])).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'warehouses', '0', 'name'] },
    ]);
    expect((await create([row], { expectedVersion: 'x' })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED_COMBINATION' },
    ]);
    const foreign = await send(CREATE, { shopId: 'gid://v1/Shop/s7f3k2a', warehouses: [row] });
    expect(foreign.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'shopId'] }]);
    const strange = await send(UPDATE, { id: shop.gid('Product', '1'), name: '名' });
    expect(strange.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(server.calls()).toEqual([]);
  });

  it('are what a line of an order tells of where its goods come from, without a call for the code alone', async () => {
    const order = [...(server.douyin.state.shops.get(shop.nativeId)?.orders.values() ?? [])].find(({ lines }) =>
      lines.some(({ outWarehouseId }) => outWarehouseId !== ''),
    );
    const ask = (selection: string) =>
      server.ask(`query($id: ID!) { order(id: $id) { lines { warehouse { ${selection} } } } }`, {
        id: shop.gid('Order', order?.id ?? ''),
      });
    const codes = order?.lines.map(({ outWarehouseId }) =>
      outWarehouseId === '' ? { warehouse: null } : { warehouse: { outerId: outWarehouseId } },
    );
    expect((await ask('outerId')).data.order.lines).toEqual(codes);
    expect(server.calls()).toEqual(['POST /order/orderDetail']);
    expect((await ask('outerId name')).data.order.lines).toMatchObject(codes ?? []);
    expect(server.calls()).toHaveLength(2);
  });
});
