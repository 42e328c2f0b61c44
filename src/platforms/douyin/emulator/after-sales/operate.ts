import type { Call } from '../endpoint.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, Refusal, troubled } from '../protocol/refusal.js';
import type { Json } from '../protocol/wire-json.js';
import type { AfterSale } from '../state/after-sale.record.js';
import { companyOf } from '../state/companies.js';
import { returnAddress } from '../state/state.js';
import { move, priceExchange, refund } from './after-sale.life.js';
import { OPERATIONS, type Operation, REJECT_REASONS } from './operations.table.js';

const MOST = 20;
const WRONG_STATE = 20309541;

/** A decision that nothing stands against, ready to be taken. */
type Decision = () => void;

/** `afterSale.operate`: checks all items before it acts on one, so all or nothing happens (specification g.3). */
export function operate(call: Call): Json {
  const operation = OPERATIONS[call.params.requiredInteger('type')];
  if (operation === undefined) throw invalid(11000, 'type参数不合法');
  const items = call.params.requiredObjects('items');
  if (items.length > MOST) throw invalid(11000, '单次最多处理20个售后单');
  const checked = items.map((item) => checkedDecision(call, operation, item));
  const stopped = checked.some(({ refusal }) => refusal !== null);
  if (!stopped) for (const { decide } of checked) decide?.();
  return {
    items: checked.map(({ id, refusal }) => ({
      aftersale_id: BigInt(id),
      status_code: refusal === null ? (stopped ? 11005 : 0) : numberOf(refusal),
      status_msg: refusal === null ? (stopped ? '同批次其他售后单失败，未执行' : 'success') : refusal.subMsg,
    })),
  };
}

interface Checked {
  readonly id: string;
  readonly decide: Decision | null;
  readonly refusal: Refusal | null;
}

/** Refusals of items are the whole answer's, or the item's own, as the rule says. */
function checkedDecision(call: Call, operation: Operation, item: Params): Checked {
  const id = item.requiredId('aftersale_id');
  try {
    return { id, decide: decision(call, operation, item, id), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal) || call.rules.operateFailure === 'envelope') throw error;
    return { id, decide: null, refusal: error };
  }
}

const numberOf = ({ subCode }: Refusal): number => Number(subCode.split(':')[1] ?? 11000);

function decision(call: Call, operation: Operation, item: Params, id: string): Decision {
  const afterSale = call.shop.afterSales.get(id);
  if (afterSale === undefined) throw troubled(10000, '售后单不存在');
  const seen = item.integer('update_time');
  const fits = operation.from.includes(afterSale.status) && operation.types.includes(afterSale.type);
  if (!fits || (seen !== undefined && seen !== afterSale.updatedAt)) throw failed(WRONG_STATE, '售后状态错误');
  const prepare = REQUIREMENTS[operation.needs ?? 'nothing'](call, item);
  return () => {
    const text = prepare(afterSale);
    if (operation.to === 12) priceExchange(call, afterSale);
    move(call, afterSale, {
      to: operation.to,
      tag: operation.tag,
      role: 2,
      action: operation.action,
      ...(text === '' ? {} : { text }),
    });
    if (operation.to === 12) refund(call, afterSale);
    call.effect('afterSale.operate', afterSale.id);
  };
}

/** Reads what a decision must bring, and gives what to do with it; its text goes into the history. */
type Reading = (call: Call, item: Params) => (afterSale: AfterSale) => string;

const REQUIREMENTS: Readonly<Record<'return address' | 'refusal' | 'shipment' | 'nothing', Reading>> = {
  nothing: () => () => '',
  'return address': ({ shop }, item) => {
    const id = item.object('logistics')?.id('receiver_address_id');
    if (id === undefined) throw invalid(11000, 'receiver_address_id不能为空');
    if (returnAddress(shop, id) === undefined) throw invalid(11000, '退货地址不合法');
    return (afterSale) => {
      afterSale.returnAddressId = id;
      return '';
    };
  },
  refusal: (_call, item) => {
    const reason = REJECT_REASONS.find(({ code }) => code === item.integer('reject_reason_code'));
    const remark = item.text('remark') ?? '';
    if (reason === undefined) throw invalid(11000, 'reject_reason_code不合法');
    if (remark === '' || (item.text('reason') ?? '') === '') throw invalid(11000, '拒绝时reason和remark不能为空');
    const images = item.objects('evidence') ?? [];
    if (reason.evidence && images.length === 0) throw invalid(11000, '该拒绝原因需要上传凭证');
    return () => `${reason.reason}：${remark}`;
  },
  shipment: (call, item) => {
    const logistics = item.object('logistics');
    const companyCode = logistics?.text('company_code') ?? '';
    const trackingNo = logistics?.text('logistics_code') ?? '';
    if (companyOf(companyCode)?.pattern.test(trackingNo) !== true) throw invalid(11000, '换货物流信息不合法');
    return (afterSale) => {
      afterSale.resent = { companyCode, trackingNo, at: call.now };
      return '';
    };
  },
};
