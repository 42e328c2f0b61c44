import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskOf, withoutPersonalData } from '../../../../src/platforms/douyin/upstream/endpoints/order-privacy.js';
import { toOrder } from '../../../../src/platforms/douyin/upstream/endpoints/order-record.js';
import type { Seen } from '../../../../src/platforms/douyin/upstream/wire.js';
import { plain } from '../../../../src/upstream/lazy-view.js';
import { readJson } from '../../../../src/upstream/read-json.js';

const FOLDER = new URL('../../../fixtures/douyin/answers/', import.meta.url);
const SEEN: Seen = {
  receivedAt: new Date(1_700_000_001_000),
  freshness: { fetchedAt: new Date(1_700_000_001_000), source: 'LIVE' },
  wasDoneBefore: false,
  markPartial: () => undefined,
};

type Row = Record<string, unknown>;

function dataOf(method: string): Row {
  const reading = readJson(readFileSync(new URL(`${method}.json`, FOLDER)));
  if (!reading.ok) throw new Error(reading.reason);
  return (reading.value as { response: { data: Row } }).response.data;
}

const listed = (): Row => (dataOf('order.searchList')['shop_order_list'] as Row[])[0] as Row;
const detailed = (): Row => dataOf('order.orderDetail')['shop_order_detail'] as Row;
const orderOf = (changes: Row = {}, row = listed()) => toOrder({ ...row, ...changes }, SEEN);
const lineWith = (changes: Row): Row => ({
  sku_order_list: [{ ...((listed()['sku_order_list'] as Row[])[0] as Row), ...changes }],
});

describe('an order as the platform tells it', () => {
  it('is read from the sample of the list', () => {
    const { raw: _raw, receivedAt: _at, freshness: _freshness, ...order } = plain(orderOf());
    expect({ ...order, lines: order.lines.map(plain) }).toEqual({
      id: '6917135448573842113',
      statusCode: 3,
      statusText: '已发货',
      mainStatusCode: 3,
      lines: [
        {
          id: '6917135448573907649',
          statusCode: 3,
          productId: '3556357046087622442',
          skuId: '1720000000000001',
          title: '示例纯棉T恤 男女同款',
          options: [
            { name: '颜色', value: '红' },
            { name: '尺码', value: 'M' },
          ],
          code: 'TEE-RED-M',
          quantity: 2,
          unitPriceFen: 5990,
          paidFen: 11580,
          priceChangeFen: 0,
          warehouseOuterId: null,
          creatorName: null,
        },
        expect.objectContaining({ id: '6917135448573973185', productId: '3556357046087688977', paidFen: 2890 }),
      ],
      totalFen: 15470,
      paidFen: 14470,
      postageFen: 500,
      discountFen: 1000,
      shopDiscountFen: 600,
      recipient: {
        name: '张*',
        phone: '1********01',
        address: {
          province: '浙江省',
          city: '杭州市',
          district: '余杭区',
          street: '仓前街道',
          detail: '****号楼****室',
        },
      },
      buyerNote: '请尽快发货',
      sellerRemark: null,
      sellerFlag: 3,
      serialNumbers: [],
      parcels: [
        {
          id: '7300000000000000123',
          carrierCode: 'shunfeng',
          carrierName: '顺丰速运',
          trackingNumber: 'SF1234567890123',
          shippedAt: new Date(1_699_996_400_000),
          items: [{ lineId: '6917135448573907649', quantity: 2 }],
        },
      ],
      shipBy: new Date(1_700_086_400_000),
      createdAt: new Date(1_699_913_600_000),
      paidAt: new Date(1_699_913_660_000),
      shippedAt: new Date(1_699_996_400_000),
      completedAt: null,
      updatedAt: new Date(1_700_000_000_000),
    });
  });

  it('is the same from the detail', () => {
    const { raw: _list, ...fromList } = plain(orderOf());
    const { raw: _detail, ...fromDetail } = plain(orderOf({}, detailed()));
    expect({ ...fromDetail, lines: fromDetail.lines.map(plain) }).toEqual({
      ...fromList,
      lines: fromList.lines.map(plain),
    });
  });

  it('has amounts that add up: goods and postage are the total, less the discount is what was paid', () => {
    const { lines, totalFen, postageFen, discountFen, shopDiscountFen, paidFen } = orderOf();
    const goods = lines.reduce((sum, { unitPriceFen, quantity }) => sum + unitPriceFen * quantity, 0);
    expect(goods + (postageFen ?? 0)).toBe(totalFen);
    expect(totalFen - (discountFen ?? 0)).toBe(paidFen);
    expect(lines.reduce((sum, line) => sum + line.paidFen, 0)).toBe(paidFen);
    expect(shopDiscountFen).toBeLessThanOrEqual(discountFen ?? 0);
    const { platform_cost_amount: platform } = listed();
    expect((shopDiscountFen ?? 0) + Number(platform)).toBe(discountFen);
  });

  it('counts a discount for the shop by who bears it, and by whose it is where only that is told', () => {
    expect(orderOf({ shop_cost_amount: 250, promotion_shop_amount: 600 }).shopDiscountFen).toBe(250);
    expect(orderOf({ shop_cost_amount: null, promotion_shop_amount: 600 }).shopDiscountFen).toBe(600);
  });

  it.each([
    ['waits for payment', { order_status: 1, main_status: 1, pay_time: 0 }, 0],
    ['was cancelled before it was paid', { order_status: 4, main_status: 4, pay_time: 0 }, 0],
    ['was cancelled after it was paid', { order_status: 4, main_status: 21, pay_time: 1_699_913_660 }, 14470],
    ['was paid in part', { order_status: 1, main_status: 103, pay_time: 0 }, 14470],
    ['was paid, though the time is not told', { order_status: 2, main_status: 2, pay_time: undefined }, 14470],
  ])('that %s has the amount paid accordingly', (_name, changes, paid) => {
    expect(orderOf(changes).paidFen).toBe(paid);
    expect(orderOf(lineWith(changes)).lines[0]?.paidFen).toBe(paid === 0 ? 0 : 11580);
  });

  it('is read where numbers come as text, and where what may be missing is', () => {
    const texts = orderOf({ order_status: '3', order_amount: '15470', create_time: '1699913600', finish_time: '0' });
    expect([texts.statusCode, texts.totalFen, texts.createdAt, texts.completedAt]).toEqual([
      3,
      15470,
      new Date(1_699_913_600_000),
      null,
    ]);
    const { order_id, order_status, order_amount, pay_amount, create_time, update_time } = listed();
    const least = { order_id, order_status, order_amount, pay_amount, create_time, update_time };
    expect(toOrder(least, SEEN)).toMatchObject({ lines: [], parcels: [], recipient: null, postageFen: null });
  });

  it.each([
    ['an id that is no number', { order_id: '6917135448573842113A' }],
    ['no amount', { order_amount: null }],
    ['an amount with a fraction', { pay_amount: 144.7 }],
    ['no time of change', { update_time: 0 }],
    ['a line without an id', lineWith({ order_id: '' })],
    ['a line without a quantity', lineWith({ item_num: null })],
  ])('is refused with %s, and the value is not told', (_name, changes) => {
    expect(() => orderOf(changes)).toThrow(expect.objectContaining({ name: 'Misfit' }));
    try {
      orderOf(changes);
    } catch (error) {
      expect(String(error)).not.toMatch(/6917135448573842113A|144\.7/);
    }
  });

  it('keeps all digits of the ids of products, whichever of the two forms comes', () => {
    const twin = orderOf(lineWith({ product_id_str: undefined, product_id: '3556357046087622442' }));
    expect(twin.lines[0]?.productId).toBe('3556357046087622442');
    expect(orderOf(lineWith({ product_id_str: '0', product_id: 0, sku_id: 0 })).lines[0]).toMatchObject({
      productId: null,
      skuId: null,
    });
  });
});

const TEL = '$$q2Vx0AAAASyntheticTelCipher0000000000000==*MTIzNDU2Nzg5MDEyMzQ1Ng==$1$$';
const NAME = '##q2Vx0AAAASyntheticNameCipher00==*c3ludGhldGlj#1##';
const INDEXED = '#c3ludGhldGlj#q2Vx0AAAASyntheticNameCipher00==#1##';
const NO_MASKS = { mask_post_tel: undefined, mask_post_receiver: undefined, mask_post_addr: undefined };

describe('the recipient of an order', () => {
  it('is hidden as a whole where the answer has no masks; only the region stays', () => {
    expect(orderOf(NO_MASKS).recipient).toEqual({
      name: '***',
      phone: '***',
      address: { province: '浙江省', city: '杭州市', district: '余杭区', street: '仓前街道', detail: '***' },
    });
  });

  it.each([
    ['a ciphertext', TEL, NAME],
    ['another ciphertext', TEL, INDEXED],
    ['a clear text', '13800000001', '张三'],
    ['a clear text with a star', '13800000001*', '三'],
    ['nothing', '', ''],
  ])('is hidden where %s stands in the place of a mask', (_name, tel, name) => {
    const { recipient } = orderOf({ mask_post_tel: tel, mask_post_receiver: name });
    expect([recipient?.phone, recipient?.name]).toEqual(['***', '***']);
  });

  it('has no street or detail where the order has none', () => {
    const address = { province: { name: '北京市' }, city: { name: '北京市' }, town: { name: '海淀区' } };
    const { recipient } = orderOf({ ...NO_MASKS, post_addr: address });
    expect(recipient?.address).toEqual({
      province: '北京市',
      city: '北京市',
      district: '海淀区',
      street: null,
      detail: null,
    });
  });

  it('is nobody for goods that are sent to nobody', () => {
    const nobody = {
      post_tel: '',
      encrypt_post_tel: '',
      post_receiver: '',
      encrypt_post_receiver: '',
      post_addr: null,
    };
    expect(orderOf({ ...NO_MASKS, ...nobody }).recipient).toBeNull();
  });

  it('is never shown without a star', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(TEL, NAME, INDEXED, '张*', '1********01')), (text) => {
        const shown = maskOf(text);
        expect(shown).toContain('*');
        expect(shown === '***' || shown === text).toBe(true);
        expect(shown).not.toMatch(/\d{8}|^\$\$|#\d+##$/);
      }),
    );
  });
});

describe('the raw form of an order', () => {
  const text = (row: Row) => JSON.stringify(orderOf({}, row).raw);

  it.each([
    ['list', listed],
    ['detail', detailed],
  ])('of the %s has neither ciphertexts nor who bought and receives it', (_name, row) => {
    expect(text(row())).not.toMatch(
      /Cipher|encrypt_|"post_tel"|"post_receiver"|open_id|open_address|id_card|coordinate/,
    );
  });

  it('has all else as it came, masks and regions among it', () => {
    const raw = orderOf().raw;
    expect(raw).toMatchObject({
      order_id: '6917135448573842113',
      order_amount: 15470,
      mask_post_tel: '1********01',
      mask_post_addr: { detail: '****号楼****室' },
      post_addr: { province: { name: '浙江省', id: '330000' }, street: { name: '仓前街道' } },
      buyer_words: '请尽快发货',
      logistics_info: [{ tracking_no: 'SF1234567890123', product_info: [{ product_id: '3556357046087622442' }] }],
    });
    expect(raw['post_addr']).not.toHaveProperty('detail');
    expect(Object.keys(raw).length).toBeGreaterThan(50);
  });

  it('hides what no list of names knows, by its looks or by a word in its name', () => {
    const CANARY = 'canary-of-a-person';
    const unknown = {
      new_encrypt_thing: CANARY,
      receiver_new: { deep: CANARY },
      buyer_phone: CANARY,
      contact_mobile_2: CANARY,
      gift_id_card_name: [CANARY],
      innocent: `##${CANARY}*abc#1##`,
      list: [{ also: `$$${CANARY}*abc$2$$` }, `#idx#${CANARY}#12##`],
      address_book: { detail: CANARY, province: { name: '浙江省' } },
      mask_new: CANARY,
    };
    const raw = text({ ...listed(), ...unknown });
    expect(raw).not.toContain(CANARY);
    expect(raw).toContain('"mask_new":"***"');
  });

  it('hides a person at any depth', () => {
    const KEYS = ['post_tel', 'encrypt_post_receiver', 'open_id', 'user_id_info', 'user_nick_name', 'account_list'];
    const nest = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...KEYS).map((key) => ({ [key]: 'canary' })),
        fc.constant({ post_addr: { detail: 'canary' } }),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'mask_x', 'list'), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(nest, (value) => {
        expect(JSON.stringify(withoutPersonalData({ value }))).not.toContain('canary');
      }),
    );
  });

  it('is left alone by what it was made of', () => {
    const row = listed();
    const before = JSON.stringify(row);
    expect(orderOf({}, row).raw).not.toBe(row);
    expect(JSON.stringify(row)).toBe(before);
  });
});
