import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid } from '../protocol/refusal.js';
import type { Json } from '../protocol/wire-json.js';
import { arbitrationMessage } from '../push/refund.messages.js';
import { laterThan } from '../scene.js';
import type { AfterSale } from '../state/after-sale.record.js';
import { extend, move, refund } from './after-sale.life.js';
import { found } from './after-sale-read.endpoints.js';
import { operate } from './operate.js';
import { TYPE } from './operations.table.js';

const FIFTEEN_DAYS = 15 * 86_400;

/** What a seller does with after-sales (specification g.3 and the catalogue). */
export const AFTER_SALE_WRITES: readonly Endpoint[] = [
  { method: 'afterSale.operate', wrong: 11000, answer: operate },
  { method: 'afterSale.submitEvidence', wrong: 11000, answer: submitEvidence },
  { method: 'afterSale.addOrderRemark', wrong: 11000, answer: addRemark },
  {
    method: 'afterSale.timeExtend',
    wrong: 10001,
    answer: (call) => {
      const afterSale = call.shop.afterSales.get(call.params.requiredId('aftersale_id'));
      if (afterSale === undefined) throw invalid(10001, '售后单不存在');
      if (afterSale.deadline === 0 || afterSale.extended > 0) throw invalid(10001, '售后单不允许延长时效');
      extend(call, afterSale);
      call.effect('afterSale.extend', afterSale.id);
      return undefined;
    },
  },
  { method: 'afterSale.OpenAfterSaleChannel', wrong: 11001, answer: openChannel },
  {
    method: 'afterSale.returnGoodsToWareHouseSuccess',
    wrong: 11004,
    answer: (call) => {
      const { afterSale } = found(call, call.params.requiredId('aftersale_id'));
      call.params.requiredInteger('op_time');
      if (afterSale.status !== 11 || afterSale.type !== TYPE.returnAndRefund) throw failed(11002, '售后状态不允许操作');
      const trackingNo = call.params.text('tracking_no') ?? '';
      if (trackingNo !== '' && trackingNo !== afterSale.returned?.trackingNo)
        throw invalid(11004, '运单号与退货运单不一致');
      settleRefund(call, afterSale, '退货入仓，自动退款');
      return undefined;
    },
  },
  {
    method: 'afterSale.CancelSendGoodsSuccess',
    wrong: 11000,
    answer: (call) => {
      const { afterSale, order } = found(call, call.params.requiredId('aftersale_id'));
      call.params.requiredInteger('op_time');
      if (afterSale.status !== 6 || afterSale.type !== TYPE.refundBeforeShipping || order.packs.length > 0) {
        throw failed(11002, '售后状态不允许操作');
      }
      settleRefund(call, afterSale, '取消发货成功，自动退款');
      return undefined;
    },
  },
];

/** The refund that the platform makes by itself once the warehouse has reported. */
function settleRefund(call: Call, afterSale: AfterSale, action: string): void {
  move(call, afterSale, { to: 12, tag: 201, role: 4, action });
  refund(call, afterSale);
  call.effect('afterSale.autoRefund', afterSale.id);
}

function submitEvidence(call: Call): undefined {
  const { params, shop, now } = call;
  const { afterSale } = found(call, params.requiredId('aftersale_id'));
  const comment = params.required('comment');
  const images = params.texts('evidence') ?? [];
  if (images.length === 0) throw params.cannotTake('evidence');
  if (afterSale.arbitration?.status !== 4) throw failed(11001, '当前售后单不需要举证');
  Object.assign(afterSale.arbitration, { status: 1, comment, evidence: images, updatedAt: now });
  afterSale.updatedAt = laterThan(afterSale.updatedAt, now);
  call.post(214, () => arbitrationMessage(shop, afterSale, 214));
  call.effect('afterSale.evidence', afterSale.id);
  return undefined;
}

function addRemark(call: Call): undefined {
  const { params, shop, now } = call;
  const content = params.required('remark');
  const id = params.id('after_sale_id');
  const orderId = params.id('order_id');
  const afterSale =
    id === undefined
      ? [...shop.afterSales.values()].find((candidate) => candidate.orderId === orderId)
      : shop.afterSales.get(id);
  if (afterSale === undefined) throw failed(11003, '售后单不存在');
  afterSale.remarks.unshift({ content, operator: '商家', at: now });
  afterSale.updatedAt = laterThan(afterSale.updatedAt, now);
  call.effect('afterSale.remark', afterSale.id);
  return undefined;
}

/** Lets a buyer apply again after the usual time: only for completed orders. */
function openChannel({ params, shop, now, effect }: Call): Json {
  const order = shop.orders.get(params.requiredId('order_id')) ?? shop.ordersByLine.get(params.requiredId('order_id'));
  if (order === undefined) throw failed(11001, '订单不存在');
  const done = order.status === 5 && now - order.finishedAt <= 6 * FIFTEEN_DAYS;
  if (done) effect('afterSale.channel', order.id);
  return {
    conclusion: {
      match_conclusion: done ? 1 : 2,
      match_message: done ? '' : '订单状态不支持开启售后入口',
      can_apply_type_list: done ? [TYPE.returnAndRefund, TYPE.refundAfterShipping, TYPE.exchange] : [],
      match_success: done,
    },
  };
}
