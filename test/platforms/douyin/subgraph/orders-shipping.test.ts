import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { json, MisbehavingServer } from '../../../support/misbehaving-server.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

const TRACK = 'POST /logistics/trackNoRouteDetail';
const REACH = 'POST /logistics/getOutRange';
const NETSITE = 'POST /logistics/listShopNetsite';
const ADDRESSES = 'POST /address/list';

const FOLDER = new URL('../../../fixtures/douyin/answers/', import.meta.url);
const sample = (method: string): { response: { data: Record<string, unknown> } } =>
  JSON.parse(readFileSync(new URL(`${method}.json`, FOLDER), 'utf8'));

describe('carriers and parcels of a Douyin shop', () => {
  let server: DouyinServer;
  let shop: DouyinShop;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shop = server.shops[0] as DouyinShop;
  }, 30_000);
  afterAll(() => server.stop());
  afterEach(() => server.douyin.faults.clear());

  const state = () => {
    const found = server.douyin.state.shops.get(shop.nativeId);
    if (found === undefined) throw new Error('no shop');
    return found;
  };
  const ask = async (selection: string, variables: object = {}, declared = '', key = server.adminKey) => {
    const answer = await server.ask(
      `query($shop: ID!${declared}) { shop(by: { id: $shop }) { ${selection} } }`,
      { shop: shop.id, ...variables },
      { key, headers: { 'cache-control': 'no-store' } },
    );
    return { ...answer, shop: answer.data?.shop };
  };
  const parameters = (operation: string): Record<string, unknown> =>
    JSON.parse(
      String(
        server.douyin.journal.entries.find((entry) => entry.operation === operation)?.params['param_json'] ?? '{}',
      ),
    );

  it('has the carriers by one call, and by none while the answer is young enough', async () => {
    const query = 'query($shop: ID!) { shop(by: { id: $shop }) { a: carriers { code name } b: carriers { code } } }';
    const young = { headers: { 'cache-control': 'max-age=60' } };
    const first = await server.ask(query, { shop: shop.id }, young);
    expect(first.data.shop.a).toEqual(expect.arrayContaining([{ code: 'shunfeng', name: '顺丰速运' }]));
    expect(server.calls()).toEqual(['POST /order/logisticsCompanyList']);
    const again = await server.ask(query, { shop: shop.id }, young);
    expect([again.data, server.calls()]).toEqual([first.data, []]);
  });

  it('tells where a parcel is, the latest first, and nothing of one that is not followed', async () => {
    const [waybill] = [...state().waybills.values()];
    const sent = await ask(
      'tracking(carrierCode: $code, trackingNumber: $number) { trackingNumber events { at state description } }',
      { code: waybill?.companyCode, number: waybill?.trackingNo },
      ', $code: String!, $number: String!',
    );
    expect([sent.errors, server.calls()]).toEqual([[], [TRACK]]);
    const { events, trackingNumber } = sent.shop.tracking;
    expect(trackingNumber).toBe(waybill?.trackingNo);
    const times = events.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort().reverse());
    expect(events.at(-1)).toMatchObject({ state: '已揽收', description: expect.stringContaining('揽收') });
    const unknown = await ask('tracking(carrierCode: "shunfeng", trackingNumber: "SF000000000000") { trackingNumber }');
    expect([unknown.errors, unknown.shop.tracking]).toEqual([[], null]);
  });

  it('follows the parcels of a page of orders by one call each, orders in one parcel by one for both, and says so', async () => {
    const [one, two] = [...state().orders.values()].filter(({ status, packs }) => status === 3 && packs.length === 1);
    const [pack] = one?.packs ?? [];
    if (one === undefined || two === undefined || pack === undefined) throw new Error('no orders');
    Object.assign(two.packs[0] ?? {}, { companyCode: pack.companyCode, trackingNo: pack.trackingNo });
    two.updatedAt += 1;
    const { data, errors, extensions } = await server.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { parcels { trackingNumber tracking { trackingNumber } } } } }',
      { ids: [shop.gid('Order', one.id), shop.gid('Order', two.id)] },
    );
    expect(errors).toEqual([]);
    expect(server.calls().filter((call) => call === TRACK)).toEqual([TRACK]);
    expect(
      data.nodes.map((node: { parcels: { trackingNumber: string }[] }) => node.parcels[0]?.trackingNumber),
    ).toEqual([pack.trackingNo, pack.trackingNo]);
    expect(extensions.upstream.unbatched).toContain('nodes.parcels.tracking');
  });

  it('loses only the parcel whose call failed', async () => {
    server.douyin.faults.set([{ match: { operation: TRACK, nth: 1 }, fault: 'malformed' }]);
    const { shop: found, errors } = await ask(
      'orders(first: 5, filter: { statuses: [SHIPPED] }) { nodes { parcels { trackingNumber tracking { trackingNumber } } } }',
    );
    expect(errors.map((error) => error.extensions.code)).toEqual(['UPSTREAM_MALFORMED']);
    expect(found.orders.nodes).toHaveLength(5);
  });

  it('tells which accounts for waybills a carrier gave it', async () => {
    const { shop: found, errors } = await ask(
      'waybillAccounts(carrierCode: "shunfeng") { carrierCode branchCode branchName remaining }',
    );
    expect([errors, server.calls()]).toEqual([[], [NETSITE]]);
    expect(found.waybillAccounts).toEqual([
      {
        carrierCode: 'shunfeng',
        branchCode: expect.any(String),
        branchName: expect.any(String),
        remaining: expect.any(Number),
      },
    ]);
  });

  const WAY = `deliverability(carrierCode: "yuantong", from: { province: "浙江省", city: "杭州市", district: "余杭区", street: "仓前街道" },
    to: $to) { isDeliverable reason }`;
  it('tells whether a carrier goes somewhere, and why not', async () => {
    const far = { province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区' };
    const refused = await ask(WAY, { to: far }, ', $to: RegionInput!');
    expect([refused.errors, server.calls()]).toEqual([[], [REACH]]);
    expect(refused.shop.deliverability).toEqual({ isDeliverable: false, reason: '该地区暂不支持派送' });
    expect(parameters(REACH)).toEqual({
      logistics_code: 'yuantong',
      type: 0,
      sender_address: {
        country_code: 'CHN',
        province_name: '浙江省',
        city_name: '杭州市',
        district_name: '余杭区',
        street_name: '仓前街道',
        detail_address: '仓前街道',
      },
      receiver_address: {
        country_code: 'CHN',
        province_name: far.province,
        city_name: far.city,
        district_name: far.district,
        detail_address: far.district,
      },
    });
    const near = { province: '四川省', city: '成都市', district: '武侯区', detail: '1号' };
    const served = await ask(WAY, { to: near }, ', $to: RegionInput!');
    expect(served.shop.deliverability).toEqual({ isDeliverable: true, reason: null });
  });

  it.each([
    ['tracking(carrierCode: "", trackingNumber: "SF1") { trackingNumber }', ['carrierCode']],
    [`tracking(carrierCode: "a", trackingNumber: "${'1'.repeat(65)}") { trackingNumber }`, ['trackingNumber']],
    ['waybillAccounts(carrierCode: "") { carrierCode }', ['carrierCode']],
    [
      'deliverability(carrierCode: "a", from: { province: "", city: "b", district: "c" }, to: { province: "a", city: "b", district: "c" }) { reason }',
      ['from', 'province'],
    ],
  ])('refuses %s without a call', async (selection, path) => {
    const { errors } = await ask(selection);
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', path });
    expect(server.calls()).toEqual([]);
  });

  it('has its addresses in pages, one call each, without a gap', async () => {
    const [first] = state().addresses;
    if (first === undefined) throw new Error('no address');
    for (let at = 0; at < 30; at += 1)
      state().addresses.push({
        ...first,
        id: String(200_000 + at),
        createdAt: first.createdAt + at + 1,
        isReturnDefault: false,
      });
    const ids: string[] = [];
    for (let after = ''; ; ) {
      const { shop: found, errors } = await ask(
        `addresses(first: 9${after}) { nodes { nativeId contactName isDefaultReturn address { province city district street detail } } pageInfo { hasNextPage endCursor } }`,
      );
      expect(errors).toEqual([]);
      expect(new Set(server.calls())).toEqual(new Set([ADDRESSES]));
      ids.push(...found.addresses.nodes.map(({ nativeId }: { nativeId: string }) => nativeId));
      if (!found.addresses.pageInfo.hasNextPage) break;
      after = `, after: "${found.addresses.pageInfo.endCursor}"`;
    }
    expect(ids).toEqual([...state().addresses].sort((a, b) => a.createdAt - b.createdAt).map(({ id }) => id));
  });
});

describe('answers of the platform about shipping that the stand-in never gives', () => {
  let server: DouyinServer;
  let upstream: MisbehavingServer;
  const answers = new Map<string, unknown>();
  beforeAll(async () => {
    upstream = new MisbehavingServer();
    await upstream.start();
    upstream.behave((response, { path }) => {
      const method = path.slice(1).replaceAll('/', '.');
      const data = answers.has(method) ? answers.get(method) : sample(method).response.data;
      return json({ code: 10000, msg: 'success', sub_code: '', sub_msg: '', data, log_id: '1' })(response, {} as never);
    });
    server = await startDouyin({ emulator: { seed: 'demo' }, server: { env: { DOUYIN_URL: upstream.url } } });
  }, 30_000);
  afterAll(async () => {
    await server.stop();
    await upstream.stop();
  });
  afterEach(() => answers.clear());

  const ask = async (selection: string, key?: string) => {
    const id = server.shops[0]?.id;
    const answer = await server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) { ${selection} } }`,
      { shop: id },
      key === undefined ? {} : { key },
    );
    return { ...answer, shop: answer.data?.shop };
  };

  it('tell telephones, which take a scope of their own to see', async () => {
    const [row] = sample('address.list').response.data['address_list'] as object[];
    const rows = [
      { ...row, address_id: 1, mobile: '0571-1234567', phone: '13800000000', is_default: 0 },
      { ...row, address_id: '95252', phone: '13900000000', is_default: '1' },
      { ...row, address_id: 3, receiver_street: '', receiver_detail: null },
    ];
    answers.set('address.list', { total: 3, address_list: rows });
    const query = 'addresses { nodes { nativeId phone isDefaultReturn address { street detail } } }';
    const hidden = await ask(query);
    expect(hidden.errors.map((error) => error.extensions.code)).toEqual(Array(3).fill('PERMISSION_DENIED'));
    expect(hidden.text).not.toMatch(/0571-1234567|13[89]00000000/);
    const shown = await ask(query, await server.makeKey(['orders:read', 'orders:pii']));
    expect([shown.errors, shown.shop.addresses.nodes]).toEqual([
      [],
      [
        {
          nativeId: '1',
          phone: '0571-1234567',
          isDefaultReturn: false,
          address: { street: '仓前街道', detail: '文一西路1号' },
        },
        {
          nativeId: '95252',
          phone: '13900000000',
          isDefaultReturn: true,
          address: { street: '仓前街道', detail: '文一西路1号' },
        },
        { nativeId: '3', phone: null, isDefaultReturn: true, address: { street: null, detail: null } },
      ],
    ]);
  });

  it('spell the steps of a parcel in another way, or leave out what they can', async () => {
    const nodes = [
      { content: '', timestamp: '1699996400', state: '1', state_description: '' },
      { content: '快件已到达', timestamp: '1700000000', state: '2', state_description: '运输中' },
      { content: '派送中', timestamp: '1700000000', state: '3', state_description: '派送中' },
      { content: 'no time', timestamp: '', state: '9' },
    ];
    answers.set('logistics.trackNoRouteDetail', { route_node_list: nodes });
    const { shop } = await ask(
      'tracking(carrierCode: "shunfeng", trackingNumber: "SF1") { events { at state description } }',
    );
    expect(shop.tracking.events).toEqual([
      { at: '2023-11-14T22:13:20.000Z', state: '派送中', description: '派送中' },
      { at: '2023-11-14T22:13:20.000Z', state: '运输中', description: '快件已到达' },
      { at: '2023-11-14T21:13:20.000Z', state: '1', description: null },
    ]);
  });

  it('write accounts without a limit as minus one', async () => {
    const netsites = [
      { netsite_code: '', netsite_name: '直营', amount: '-1' },
      { netsite_code: '571', netsite_name: '余杭', amount: '42' },
      { netsite_code: '572' },
    ];
    answers.set('logistics.listShopNetsite', { netsites });
    const { shop } = await ask('waybillAccounts(carrierCode: "zhongtong") { branchCode branchName remaining }');
    expect(shop.waybillAccounts).toEqual([
      { branchCode: null, branchName: '直营', remaining: null },
      { branchCode: '571', branchName: '余杭', remaining: 42 },
      { branchCode: '572', branchName: null, remaining: null },
    ]);
  });

  it('are no answer where the one thing is missing that was asked for', async () => {
    answers.set('logistics.getOutRange', {});
    const place = '{ province: "a", city: "b", district: "c" }';
    const { shop, errors } = await ask(
      `deliverability(carrierCode: "a", from: ${place}, to: ${place}) { isDeliverable }`,
    );
    expect([shop.deliverability, errors[0]?.extensions.code]).toEqual([null, 'UPSTREAM_MALFORMED']);
  });

  it('have no carrier that has no code', async () => {
    answers.set('order.logisticsCompanyList', [
      { id: 1, name: '顺丰速运', code: 'shunfeng' },
      { id: 2, name: '无' },
    ]);
    const { shop, errors } = await ask('carriers { code }');
    expect([errors, shop.carriers]).toEqual([[], [{ code: 'shunfeng' }]]);
  });
});
