import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { toOrder, toOrderWithCiphers } from '../../../../src/platforms/douyin/upstream/endpoints/order-record.js';
import { ciphersOf } from '../../../../src/platforms/douyin/upstream/endpoints/recipient-ciphers.js';
import type { Seen } from '../../../../src/platforms/douyin/upstream/wire.js';
import { readJson } from '../../../../src/upstream/read-json.js';

const SAMPLE = new URL('../../../fixtures/douyin/answers/order.orderDetail.json', import.meta.url);
const SEEN: Seen = {
  receivedAt: new Date(1_700_000_001_000),
  freshness: { fetchedAt: new Date(1_700_000_001_000), source: 'LIVE' },
  wasDoneBefore: false,
  markPartial: () => undefined,
};

type Row = Record<string, unknown>;

function sample(): Row {
  const reading = readJson(readFileSync(SAMPLE));
  if (!reading.ok) throw new Error(reading.reason);
  return (reading.value as { response: { data: { shop_order_detail: Row } } }).response.data.shop_order_detail;
}

const address = sample()['post_addr'] as Row;
const FIELDS = {
  encrypt_post_receiver: '##NAME*abc#1##',
  encrypt_post_tel: '$$PHONE*abc$1$$',
  post_addr: { ...address, encrypt_detail: '##ROOM*abc#1##' },
};

describe('the ciphertexts of a recipient', () => {
  it('are read beside the record of one order, and nowhere in it', () => {
    const order = toOrderWithCiphers({ ...sample(), ...FIELDS }, SEEN);
    const ciphers = ciphersOf(order);
    expect([ciphers?.name, ciphers?.phone, ciphers?.detail]).toEqual([
      '##NAME*abc#1##',
      '$$PHONE*abc$1$$',
      '##ROOM*abc#1##',
    ]);
    const shown = [JSON.stringify(order), inspect(order, { depth: 9, showHidden: true, getters: true })];
    shown.push(
      JSON.stringify(ciphers),
      inspect(ciphers, { depth: 9, showHidden: true }),
      JSON.stringify({ ...ciphers }),
    );
    for (const text of shown) expect(text).not.toMatch(/NAME|PHONE|ROOM/);
    expect(Object.keys(ciphers ?? {})).toEqual([]);
  });

  it('are taken from the field beside where it holds one, but never a clear text', () => {
    const old = {
      encrypt_post_receiver: '',
      encrypt_post_tel: null,
      post_receiver: '##OLD*abc#1##',
      post_tel: '13800000000',
      post_addr: { ...address, encrypt_detail: undefined, detail: '' },
    };
    const ciphers = ciphersOf(toOrderWithCiphers({ ...sample(), ...old }, SEEN));
    expect([ciphers?.name, ciphers?.phone, ciphers?.detail]).toEqual(['##OLD*abc#1##', null, null]);
  });

  it('are none of a row of a list', () => {
    expect(ciphersOf(toOrder({ ...sample(), ...FIELDS }, SEEN))).toBeNull();
  });
});
