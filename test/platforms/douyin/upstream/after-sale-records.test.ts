import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toAfterSaleDetail } from '../../../../src/platforms/douyin/upstream/endpoints/after-sale-detail-record.js';
import { rawAfterSale } from '../../../../src/platforms/douyin/upstream/endpoints/after-sale-raw.js';
import { toAfterSale } from '../../../../src/platforms/douyin/upstream/endpoints/after-sale-record.js';
import type { Seen } from '../../../../src/platforms/douyin/upstream/wire.js';
import { Misfit } from '../../../../src/upstream/decode.js';
import { readJson } from '../../../../src/upstream/read-json.js';

// biome-ignore lint/suspicious/noExplicitAny: the samples are changed at will
type Sample = any;

/** `data` of one of the platform's samples, long integers as text, each time anew. */
function sample(method: string): Sample {
  const reading = readJson(readFileSync(new URL(`../../../fixtures/douyin/answers/${method}.json`, import.meta.url)));
  if (!reading.ok) throw new Error(reading.reason);
  return (reading.value as Sample).response.data;
}

const AT = new Date('2023-11-15T00:00:00Z');
const SEEN: Seen = {
  receivedAt: AT,
  freshness: { fetchedAt: AT, source: 'LIVE' },
  wasDoneBefore: false,
  markPartial: () => undefined,
};

const row = (change: (item: Sample) => void = () => undefined) => {
  const [item] = sample('afterSale.List').items;
  change(item);
  return toAfterSale(item, SEEN);
};
const detail = (change: (data: Sample) => void = () => undefined) => {
  const data = sample('afterSale.Detail');
  change(data);
  return toAfterSaleDetail(data, SEEN);
};

const TOLD = {
  id: '7018233447592960261',
  orderId: '6917135448573842113',
  kindCode: 1,
  statusCode: 6,
  refundFen: 2890,
  postageFen: 0,
  reason: '多拍/错拍/不想要',
  quantity: 1,
  returned: null,
  deadline: new Date(1_700_165_600_000),
  appliedAt: new Date(1_699_992_800_000),
  updatedAt: new Date(1_699_999_400_000),
};

const facts = (record: object | null) =>
  Object.fromEntries(Object.keys(TOLD).map((name) => [name, (record as Record<string, unknown> | null)?.[name]]));

describe('an after-sale case as the platform answers it', () => {
  it('says the same in the list and in its detail, whatever the two call it', () => {
    expect(facts(row())).toEqual(TOLD);
    expect(facts(detail())).toEqual(TOLD);
  });

  it('may have numbers as text, ids as numbers, and neither texts nor order', () => {
    const odd = row((item) => {
      Object.assign(item.aftersale_info, {
        aftersale_id: 7018233447,
        aftersale_status: '11',
        aftersale_type: '0',
        refund_amount: '2890',
        update_time: '1699999400',
        status_deadline: 0,
        aftersale_num: null,
      });
      delete item.order_info;
      item.text_part = null;
    });
    expect(facts(odd)).toEqual({
      ...TOLD,
      id: '7018233447',
      orderId: null,
      kindCode: 0,
      statusCode: 11,
      reason: null,
      quantity: null,
      deadline: null,
    });
  });

  it('tells the carrier of the return where there is one', () => {
    const sent = row(({ aftersale_info: info }) => {
      info.return_logistics_code = 'SF1';
      info.return_logistics_company_name = '顺丰速运';
    });
    expect(sent.returned).toEqual({ carrier: '顺丰速运', trackingNumber: 'SF1' });
    const unnamed = detail(({ process_info: { logistics_info: parcels } }) => {
      parcels.return.tracking_no = 'SF1';
    });
    expect(unnamed?.returned).toEqual({ carrier: null, trackingNumber: 'SF1' });
  });

  it('has evidence of both sides in its detail, each picture once', () => {
    const found = detail(({ process_info: process }) => {
      process.after_sale_info.evidence = ['https://a.example/1', 'https://a.example/2'];
      process.record_logs_list = [
        { images: ['https://a.example/1', 'https://a.example/3'], all_evidence: [{ urls: ['https://a.example/4'] }] },
        { images: null },
      ];
      process.arbitrate_info.arbitrate_evidence.images = ['https://a.example/5'];
    });
    expect(found?.evidence).toEqual([1, 2, 3, 4, 5].map((at) => `https://a.example/${at}`));
  });

  it('has an address for returns once its parts have names', () => {
    expect(detail()?.returnAddress).toEqual({
      province: '浙江省',
      city: '杭州市',
      district: '余杭区',
      street: '仓前街道',
      detail: null,
    });
    const none = detail(({ process_info: { after_sale_info: info } }) => {
      for (const level of ['province', 'city', 'town', 'street']) info.return_address[level] = { id: '', name: '' };
    });
    expect(none?.returnAddress).toBeNull();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['an empty process', { process_info: {}, order_info: {} }],
    ['an empty sheet', { process_info: { after_sale_info: {} } }],
  ])('is none when its detail is %s', (_words, data) => {
    expect(toAfterSaleDetail(data, SEEN)).toBeNull();
  });

  it.each([
    ['id', 'aftersale_id'],
    ['state', 'aftersale_status'],
    ['time', 'apply_time'],
  ])('cannot be read without its %s, and nothing of it is in the message', (_words, key) => {
    const read = () =>
      row(({ aftersale_info: info }) => {
        info[key] = 'SECRET';
        if (key === 'aftersale_id') info[key] = null;
      });
    expect(read).toThrow(Misfit);
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining('SECRET') }));
  });
});

describe('an after-sale case as it came', () => {
  const CIPHER = '##q2Vx0AAAASyntheticNameCipher00==*c3ludGhldGlj#1##';

  it('keeps what is the case and the shop', () => {
    const data = sample('afterSale.Detail');
    const raw = rawAfterSale(data) as Sample;
    expect(raw.process_info.after_sale_info.return_address).toEqual(data.process_info.after_sale_info.return_address);
    expect(raw.process_info.logistics_info).toEqual(data.process_info.logistics_info);
    expect(raw.order_info).toEqual(data.order_info);
    expect(data.process_info.after_sale_info.post_receiver).toBe('');
  });

  it('is without receivers, writers, ciphers under whatever key, and mobile numbers in texts', () => {
    const data = sample('afterSale.Detail');
    Object.assign(data.process_info.after_sale_info, {
      post_receiver: '张三',
      post_tel_sec: '13800000001',
      encrypt_post_tel_sec: '$$q2Vx==*MTIz==$1$$',
      post_address: { province: { name: '浙江省' }, detail: '示例小区8号楼' },
      open_address_id: '#Zm9vYmFyZm9vYmFyZm9vYmFyZm9v',
      buyer_phone: '13800000002',
      some_new_key: CIPHER,
      reason_remark: '请打13800000003联系我',
    });
    data.process_info.record_logs_list[0].operator = '买家张三';
    const text = JSON.stringify(rawAfterSale(data));
    for (const canary of ['张三', '1380000000', '示例小区', CIPHER, '$$', 'open_address_id'])
      expect(text).not.toContain(canary);
    expect(text).toContain('请打***********联系我');
  });

  it('keeps numbers of parcels and ids that look like telephones', () => {
    const raw = rawAfterSale({ tracking_no: '13800000001', related_id: '13800000002', logistics_code: '13800000003' });
    expect(raw).toEqual({ tracking_no: '13800000001', related_id: '13800000002', logistics_code: '13800000003' });
  });
});
