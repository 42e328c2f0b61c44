import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toCommodity } from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity-record.js';
import { isTime, type Seen, timeOf } from '../../../../src/platforms/kuaizhan/upstream/wire.js';
import { Misfit } from '../../../../src/upstream/decode.js';
import { plain } from '../../../../src/upstream/lazy-view.js';

const receivedAt = new Date('2026-01-01T00:00:00Z');
const seen: Seen = { receivedAt, freshness: { fetchedAt: receivedAt, source: 'LIVE' }, markPartial: () => undefined };

const two = (max: number) => fc.nat(max).map((value) => String(value).padStart(2, '0'));
/** Texts in the form of a time; most of their days and hours exist. */
const timeText = fc
  .tuple(
    fc.nat(9999),
    two(13),
    two(32),
    fc.constantFrom('T', ' '),
    two(25),
    two(60),
    two(60),
    fc.constantFrom('', '.0', '.000', '.0009', '.295000'),
  )
  .map(([year, month, day, t, hour, minute, second, rest]) => {
    return `${String(year).padStart(4, '0')}-${month}-${day}${t}${hour}:${minute}:${second}${rest}`;
  });
const midnight = fc.constantFrom(
  '2016-09-22T24:00:00',
  '2016-09-22 24:00:00.000',
  '2016-09-22T24:00:01',
  '2016-09-22T24:00:00.1',
);

const id = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.maxSafeNat());
const text = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
const number = fc.oneof(
  fc.integer(),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  fc.constantFrom('7', '-0.29', '', null),
);
const flag = fc.oneof(fc.boolean(), fc.integer(), fc.constantFrom('true', 'false', '0', '1', '', null));
const listOf = <T>(element: fc.Arbitrary<T>) =>
  fc.oneof(fc.array(fc.oneof(element, fc.constant(null)), { maxLength: 4 }), fc.constantFrom(null, '' as const, {}));
const time = fc.oneof(
  { weight: 20, arbitrary: fc.constant('2016-09-22T19:52:21.417000') },
  { weight: 1, arbitrary: timeText },
);

const shop = fc.record(
  {
    _id: id,
    site_id: id,
    title: text,
    tel: text,
    is_online: flag,
    sales_volume: number,
    gross_earnings: number,
    ctime: time,
    utime: time,
    tel_vcode: fc.constant('CANARY'),
    verification_id: fc.constant('CANARY'),
    boss: fc.constant('CANARY'),
  },
  { requiredKeys: ['_id', 'site_id', 'ctime', 'utime'] },
);
const row = fc.record(
  {
    _id: id,
    shop_id: id,
    site_id: id,
    type: fc.constantFrom(100, '200', 7),
    title: fc.string(),
    desc: text,
    category_ids: listOf(id),
    attachments: listOf(fc.record({ url: fc.string(), type: number })),
    models: listOf(fc.tuple(fc.string(), fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }))),
    model_details: listOf(fc.record({ name: fc.oneof(text, fc.base64String()), price: number, amount: number })),
    price: number,
    amount: number,
    is_online: flag,
    states: listOf(fc.constantFrom(100, '-110', 0)),
    proportion_of_score: number,
    sales_volume: number,
    ctime: time,
    utime: time,
    access_token: fc.constant('CANARY'),
    shop: fc.oneof(shop, fc.constant(null)),
  },
  { requiredKeys: ['_id', 'shop_id', 'site_id', 'type', 'title', 'ctime', 'utime'] },
);

const readOrNull = (value: unknown) => {
  try {
    return toCommodity(value, seen);
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
};

describe('a row of the platform', () => {
  it('is refused at once when one of its times does not exist, and else never fails when it is read', () => {
    fc.assert(
      fc.property(row, (wire) => {
        const times = [wire.ctime, wire.utime, ...(wire.shop == null ? [] : [wire.shop.ctime, wire.shop.utime])];
        const record = readOrNull(structuredClone(wire));
        expect(record !== null).toBe(times.every((one) => !Number.isNaN(timeOf(one).getTime())));
        if (record === null) return;
        const { shop: profile, variants, ...values } = plain(record);
        expect(values).toMatchObject({ id: String(wire._id), title: wire.title, ctime: timeOf(wire.ctime) });
        expect(profile === null ? null : plain(profile).utime).toEqual(
          wire.shop == null ? null : timeOf(wire.shop.utime),
        );
        for (const variant of variants) expect(plain(variant).rawName).toEqual(expect.any(String));
      }),
    );
  });

  it('reads alike however often it is read, and again from the same answer, which keeps all but its secrets', () => {
    fc.assert(
      fc.property(row, (wire) => {
        const answer = structuredClone(wire);
        const record = readOrNull(answer);
        fc.pre(record !== null);
        const first = JSON.stringify(record);
        expect(JSON.stringify(record)).toBe(first);
        expect(JSON.stringify(readOrNull(answer))).toBe(first);
        expect([first, JSON.stringify(answer)].join()).not.toContain('CANARY');
        const { access_token: _token, shop: held, ...rest } = wire;
        expect(answer).toMatchObject(rest);
        if (held != null) {
          const { tel_vcode: _code, verification_id: _id, boss: _boss, ...open } = held;
          expect(answer.shop).toMatchObject(open);
        }
      }),
    );
  });
});

describe('a time', () => {
  it('is taken exactly when it stands for an instant', () => {
    fc.assert(
      fc.property(fc.oneof(timeText, midnight), (value) => {
        expect(isTime(value)).toBe(!Number.isNaN(timeOf(value).getTime()));
      }),
      { numRuns: 2000 },
    );
  });
});
