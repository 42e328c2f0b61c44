import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

const LIST = 'POST /order/searchList';
const DETAIL = 'POST /order/orderDetail';
const CANARY = 'canary-of-a-person';

/** Keys of an order that tell who bought it, each with a text that is easy to find. */
const PERSONAL = {
  open_id: `${CANARY}-open-id`,
  doudian_open_id: `1@#${CANARY}==`,
  open_address_id: `#${CANARY}-address`,
  user_nick_name: `${CANARY}-nick`,
  user_icon: `https://example.com/${CANARY}.png`,
  aweme_id: `${CANARY}-aweme`,
  greet_words: `${CANARY}-greeting`,
  pay_tel: `$$${CANARY}*abc$1$$`,
  encrypt_pay_tel: `$$${CANARY}*abc$1$$`,
  mask_pay_tel: `${CANARY}13800000000`,
  user_id_info: {
    id_card_no: `${CANARY}-no`,
    encrypt_id_card_no: `##${CANARY}*abc#1##`,
    id_card_name: `${CANARY}-name`,
    encrypt_id_card_name: `##${CANARY}*abc#1##`,
  },
  user_coordinate: { user_coordinate_longitude: `${CANARY}-e`, user_coordinate_latitude: `${CANARY}-n` },
  what_is_new: { encrypt_new: CANARY, contact_phone: CANARY, text: `##${CANARY}*abc#1##` },
};

describe('what an order tells of people', () => {
  let server: DouyinServer;
  let shop: DouyinShop;
  /** By what it is. */
  const secrets = new Map<string, string>();
  const heard: string[] = [];

  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shop = server.shops[0] as DouyinShop;
    const state = server.douyin.state.shops.get(shop.nativeId);
    if (state === undefined) throw new Error('no shop');
    secrets.set('a canary', CANARY);
    for (const order of state.orders.values()) {
      Object.assign(order, { extra: PERSONAL, updatedAt: order.updatedAt + 1 });
      const { name, tel, detail } = order.receiver;
      secrets.set(`the name in ${order.id}`, name);
      secrets.set(`the telephone in ${order.id}`, tel);
      secrets.set(`the address in ${order.id}`, detail);
      secrets.set(`the name's ciphertext in ${order.id}`, state.vault.encrypt('name', name));
      secrets.set(`the telephone's ciphertext in ${order.id}`, state.vault.encrypt('tel', tel));
      secrets.set(`the address's ciphertext in ${order.id}`, state.vault.encrypt('address', detail));
      secrets.set(`the buyer in ${order.id}`, order.buyerId);
    }
  }, 30_000);
  afterAll(() => server.stop());
  afterEach(() => server.douyin.faults.clear());

  const listen = async (query: string, variables: object): Promise<Answer> => {
    const answer = await server.ask(query, { ...variables });
    heard.push(answer.text, [...answer.headers].flat().join('\n'));
    return answer;
  };
  const EVERYTHING = `id native { id } version status statusText recipient { name phone address { province city district street detail } }
    buyerNote sellerRemark lines { id title selectedOptions { name value } merchantCode creatorName sku { id raw } product { id raw } }
    parcels { nativeId carrierCode trackingNumber items { line { title } } tracking { trackingNumber events { at state description } } } raw`;

  it('is masks and regions, in every field, in the raw form, after failures, and in the log', async () => {
    const listed = await listen(
      `query($shop: ID!) { shop(by: { id: $shop }) { orders(first: 10) { nodes { ${EVERYTHING} } } } }`,
      { shop: shop.id },
    );
    expect([listed.status, listed.errors]).toEqual([200, []]);
    const nodes = listed.data.shop.orders.nodes as { id: string; raw: object; recipient: { name: string } }[];
    expect(nodes).toHaveLength(10);
    for (const { raw, recipient } of nodes) {
      expect(recipient.name).toMatch(/^.\*$/);
      expect(Object.keys(raw).length).toBeGreaterThan(40);
    }
    const one = await listen(`query($id: ID!) { order(id: $id) { ${EVERYTHING} } }`, { id: nodes[0]?.id });
    expect([one.errors, one.data.order.raw.mask_post_tel]).toEqual([[], expect.stringMatching(/^\d\*+\d\d$/)]);
    for (const fault of ['wrong_types', 'malformed', 'missing_data'] as const) {
      for (const operation of [LIST, DETAIL]) {
        server.douyin.faults.set([{ match: { operation }, fault }]);
        const failed = await listen(
          'query($shop: ID!, $id: ID!) { order(id: $id) { id raw } shop(by: { id: $shop }) { orders(first: 3) { nodes { raw } } } }',
          { shop: shop.id, id: nodes[0]?.id },
        );
        expect([fault, operation, failed.errors.length > 0]).toEqual([fault, operation, true]);
      }
    }
    const text = [...heard, ...server.logLines].join('\n');
    const found = [...secrets].filter(
      ([, secret]) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
    );
    expect(found.map(([name]) => name)).toEqual([]);
    expect(text).not.toMatch(/encrypt_|post_tel"\s*:\s*"\$\$/);
  });

  it('is nothing but stars where the platform forgot its masks', async () => {
    const [order] = [...(server.douyin.state.shops.get(shop.nativeId)?.orders.values() ?? [])];
    const extra = { mask_post_tel: order?.receiver.tel, mask_post_receiver: '', mask_post_addr: null };
    Object.assign(order ?? {}, { extra });
    const { data, text } = await listen(
      'query($id: ID!) { order(id: $id) { recipient { name phone address { province detail } } raw } }',
      {
        id: shop.gid('Order', order?.id ?? ''),
      },
    );
    expect(data.order.recipient).toEqual({
      name: '***',
      phone: '***',
      address: { province: order?.receiver.place.province.name, detail: '***' },
    });
    expect(text).not.toContain(order?.receiver.tel);
  });

  it('is not in the words of a refusal that repeats what was sent', async () => {
    const detail = '文一西路1号1幢101室';
    const operation = 'POST /logistics/getOutRange';
    const message = `isv.business-failed:10001 地址错误 ${detail}`;
    server.douyin.faults.set([{ match: { operation }, fault: 'business_code', code: 50002, message }]);
    const { errors, text } = await listen(
      `query($shop: ID!, $to: RegionInput!) { shop(by: { id: $shop }) { deliverability(carrierCode: "shunfeng",
        from: { province: "浙江省", city: "杭州市", district: "余杭区" }, to: $to) { isDeliverable } } }`,
      { shop: shop.id, to: { province: '四川省', city: '成都市', district: '武侯区', detail } },
    );
    expect(errors[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_REJECTED',
      fault: { subCode: 'isv.business-failed:10001' },
    });
    expect(text + server.logLines.join()).not.toContain(detail);
  });
});
