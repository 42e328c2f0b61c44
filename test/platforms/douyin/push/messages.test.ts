import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePush } from '../../../../src/platforms/douyin/push/messages.js';
import { UnreadableBody } from '../../../../src/push/message.js';
import { bodyOf, pushSample, SHOP_ID } from './fixtures.js';

const ORDER_ID = '6917135448573842113';
const CASE_ID = '7018233447592960261';
const PRODUCT_ID = '3556357046087622442';

const read = (name: string) => parsePush(bodyOf(pushSample(name)));
const parse = (value: unknown) => parsePush(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const one = (value: unknown) => {
  const { messages, unreadable } = parse([value]);
  expect([messages.length, unreadable.length]).toEqual([1, 0]);
  return messages[0];
};

describe('the messages of a Douyin push', () => {
  it.each([
    ['100-trade-create', 'ORDER', 'Order', ORDER_ID],
    ['101-trade-paid', 'ORDER', 'Order', ORDER_ID],
    ['102-seller-ship', 'ORDER', 'Order', ORDER_ID],
    ['103-trade-success', 'ORDER', 'Order', ORDER_ID],
    ['104-logistics-changed', 'ORDER', 'Order', ORDER_ID],
    ['105-address-changed', 'ORDER', 'Order', ORDER_ID],
    ['106-trade-canceled', 'ORDER', 'Order', ORDER_ID],
    ['108-partly-ship', 'ORDER', 'Order', ORDER_ID],
    ['109-amount-changed', 'ORDER', 'Order', ORDER_ID],
    ['110-trade-pending', 'ORDER', 'Order', ORDER_ID],
    ['113-memo-modify', 'ORDER', 'Order', ORDER_ID],
    ['126-appointment-v2', 'ORDER', 'Order', ORDER_ID],
    ['200-refund-created', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['201-refund-agreed', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['202-return-apply-agreed', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['203-buyer-return-goods', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['204-refund-refused', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['206-refund-success', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['207-refund-closed', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['208-refund-modified', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['209-refund-expiration', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['216-arbitrate-audited', 'AFTER_SALE', 'AfterSale', CASE_ID],
    ['400-product-change', 'PRODUCT', 'Product', PRODUCT_ID],
    ['417-product-info-change', 'PRODUCT', 'Product', PRODUCT_ID],
  ])('of %s are an %s of %s %s, with all its digits and its time', (name, kind, type, nativeId) => {
    const { messages, unreadable, probe } = read(name);
    const tag = name.slice(0, 3);
    expect({ messages, unreadable, probe }).toEqual({
      messages: [
        {
          messageId: `0428800000009348874::${tag}:1700000000:683737440000912801`,
          tag,
          nativeShopId: SHOP_ID,
          occurredAt: 1_700_000_000_000,
          kind,
          subject: { type, nativeId },
          raw: expect.stringContaining(`"${nativeId}"`),
        },
      ],
      unreadable: [],
      probe: false,
    });
  });

  it('of a material are kept though the graph names no kind for them', () => {
    const { messages } = read('137-material-audit-shop');
    expect(messages).toMatchObject([
      { tag: '137', kind: 'UNRECOGNIZED', subject: null, nativeShopId: SHOP_ID, occurredAt: 1_700_000_000_000 },
    ]);
    expect(JSON.parse(messages[0]?.raw ?? '').data).toMatchObject({
      name: 'tee.png',
      material_id: '7000254886243811628',
    });
  });

  it('are none in a probe, whose data is no JSON', () => {
    expect(read('0-probe')).toEqual({ messages: [], unreadable: [], probe: true });
  });

  it('are read whether data is a text or an object, and the body printed or not', () => {
    expect(read('batch-object-form').messages).toMatchObject([
      { tag: '101', subject: { type: 'Order', nativeId: ORDER_ID } },
      { tag: '200', subject: { type: 'AfterSale', nativeId: CASE_ID } },
    ]);
    expect(read('pretty-printed').messages).toMatchObject([{ tag: '100', subject: { nativeId: ORDER_ID } }]);
    expect(read('duplicate').messages.map(({ messageId }) => messageId)).toEqual(
      Array(2).fill('0428800000009348874::106:1700000000:683737440000912803'),
    );
  });

  it("take the documents' forms: a number for a tag, `msgId`, ids as texts", () => {
    expect(one({ tag: 100, msgId: 'a', data: { p_id: '12', shop_id: '3', create_time: '1700000000' } })).toMatchObject({
      tag: '100',
      messageId: 'a',
      nativeShopId: '3',
      subject: { type: 'Order', nativeId: '12' },
      occurredAt: 1_700_000_000_000,
    });
  });

  it('of an unknown tag are kept, with what they say but nothing personal', () => {
    const data = {
      shop_id: 7,
      thing_id: 6917135448573842113n,
      status: 2,
      receiver_phone: 'canary-1',
      contact: { name: 'canary-2' },
      list: [{ encrypt_name: 'canary-3', sku_id: '5' }],
      note: 'call 13800138000 today',
      remark: '13800138000',
      extra: 13800138000,
      order_id: 13900139000,
      inner: '{"post_tel":"canary-4","left":1}',
      name: 'canary-5',
    };
    const body = JSON.stringify([{ tag: '9999', msg_id: 'u1', data: 'DATA' }]).replace(
      '"DATA"',
      JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? `#${value}#` : value)).replace(
        /"#(\d+)#"/,
        '$1',
      ),
    );
    const [message] = parse(body).messages;
    expect(message).toMatchObject({
      kind: 'UNRECOGNIZED',
      subject: null,
      nativeShopId: '7',
      tag: '9999',
      occurredAt: null,
    });
    expect(message?.raw).not.toMatch(/canary|13800138000/);
    expect(JSON.parse(message?.raw ?? '')).toEqual({
      tag: '9999',
      msg_id: 'u1',
      data: {
        shop_id: 7,
        thing_id: '6917135448573842113',
        status: 2,
        list: [{ sku_id: '5' }],
        note: 'call *********** today',
        remark: '***********',
        extra: '***********',
        order_id: 13900139000,
        inner: '{"left":1}',
      },
    });
  });

  it.each(['102-seller-ship', '105-address-changed', '108-partly-ship'])(
    'of %s keep the region of a receiver and no more',
    (name) => {
      const raw = read(name).messages[0]?.raw ?? '';
      expect(raw).not.toMatch(/张|\*\*|Synthetic|detail|"tel"/);
      expect(JSON.parse(raw).data.receiver_msg.addr).toMatchObject({ province: { name: '浙江省', id: '330000' } });
    },
  );

  it.each([
    [
      'the time of its id where its data has none',
      { tag: '110', msg_id: 'x::110:1690000000:1', data: {} },
      1_690_000_000_000,
    ],
    ['none where nothing tells one', { tag: '110', msg_id: 'x', data: {} }, null],
    ['none for a time that cannot be', { tag: '113', msg_id: 'x', data: { update_time: 99999999999999 } }, null],
    ['none for the zero that means "not set"', { tag: '113', msg_id: 'x', data: { update_time: 0 } }, null],
    [
      'the zone-less time of Beijing',
      { tag: '137', msg_id: 'x', data: { update_time: '2023-11-15 06:13:20' } },
      1_700_000_000_000,
    ],
  ])('have %s', (_what, message, time) => {
    expect(one(message)?.occurredAt).toBe(time);
  });

  it('do not suffer from one among them that cannot be read', () => {
    const { messages, unreadable } = parse([
      { tag: '100', msg_id: 'good', data: { p_id: 1 } },
      42,
      { tag: '100', data: {} },
      { tag: '100', msg_id: 'no json', data: 'hello' },
      { tag: '7777', msg_id: 'unknown', data: 'hello' },
    ]);
    expect(messages.map(({ messageId }) => messageId)).toEqual(['good', 'unknown']);
    expect(unreadable.map(({ body }) => JSON.parse(body))).toEqual([
      [42],
      [{ tag: '100', data: {} }],
      [{ tag: '100', msg_id: 'no json', data: 'hello' }],
    ]);
  });

  it.each([
    ['', 'empty'],
    ['{', 'not JSON'],
    ['{"tag":"100","msg_id":"1","data":{}}', 'no array'],
    ['"text"', 'no array'],
    ['[1]', 'an array without a message'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'nested too deeply'],
    [`[${'{},'.repeat(10_000)}{}]`, 'an array of too many messages'],
  ])('are none in %s', (body, reason) => {
    expect(() => parse(body)).toThrow(new UnreadableBody(reason));
  });

  it('are none in bytes that are no UTF-8, and none in an empty array', () => {
    expect(() => parsePush(Buffer.from([0x5b, 0xff, 0x5d]))).toThrow(new UnreadableBody('not UTF-8'));
    expect(parse('[]')).toEqual({ messages: [], unreadable: [], probe: false });
  });

  it('are read, or refused as unreadable, whatever JSON comes', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const message = fc.record(
      {
        tag: fc.oneof(fc.constantFrom('0', '100', '105', '200', '400', '999'), scalar),
        msg_id: fc.oneof(fc.string({ maxLength: 400 }), scalar),
        data: fc.oneof(
          fc.jsonValue(),
          fc.json(),
          fc.record({ p_id: scalar, update_time: scalar, receiver_msg: fc.jsonValue() }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.oneof(message, fc.jsonValue())), fc.jsonValue()), (value) => {
        try {
          for (const { messageId, tag, subject, nativeShopId, raw } of parse(JSON.stringify(value)).messages) {
            expect(messageId).toMatch(/^[\x20-\x7e]{1,255}$/);
            for (const text of [tag, subject?.nativeId ?? '', nativeShopId ?? ''])
              expect(text).toMatch(/^[\x20-\x7e]{0,64}$/);
            expect(typeof JSON.parse(raw)).toBe('object');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableBody);
        }
      }),
    );
  });
});
