import { describe, expect, it } from '@jest/globals';
import { type DouyinMethod, METHODS } from '../../../../src/platforms/douyin/upstream/catalogue/methods.js';
import { judgeEnvelope } from '../../../../src/platforms/douyin/upstream/envelope.js';

const judge = (method: DouyinMethod, value: object) =>
  judgeEnvelope(() => {})({ status: 200, retryAfterMs: null, date: null, json: { ok: true, value } }, method);
const inPart = { code: 10001, sub_code: 'isv.business-part-failed:60047', sub_msg: 'x', data: {} };

describe('a success in part', () => {
  it.each(['orderSearch', 'orderDecrypt', 'skuStockSyncProducts', 'afterSaleOperate', 'waybillCreate'] as const)(
    'is read where the answer shows what failed: %s',
    (name) => {
      expect(judge(METHODS[name], inPart)).toBeNull();
    },
  );

  it.each(['productEdit', 'orderAmountUpdate', 'orderSerialNumberAdd', 'warehouseCreateBatch', 'orderShip'] as const)(
    'is no success of a write that tells nothing of its parts: %s',
    (name) => {
      expect(judge(METHODS[name], inPart)).toMatchObject({ kind: 'malformed', httpStatus: 200 });
      expect(judge(METHODS[name], { ...inPart, code: 10000 })).toBeNull();
    },
  );
});
