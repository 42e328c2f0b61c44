import { lineAmounts } from '../orders/amounts.js';
import { closeOrder, releaseLine, touch as touchOrder } from '../orders/order.life.js';
import { arbitrationMessage, deadlineMessage, refundMessage } from '../push/refund.messages.js';
import { laterThan, type Scene } from '../scene.js';
import type { AfterSale, HistoryEntry, Shipment } from '../state/after-sale.record.js';
import type { Order, OrderLine } from '../state/order.record.js';
import { TYPE } from './operations.table.js';

const TWO_DAYS = 2 * 86_400;
const SEVEN_DAYS = 7 * 86_400;
/** Statuses in which nothing more happens. */
const FINAL = [12, 14, 27, 28, 29];

/** What a buyer asks for. */
export interface AfterSaleDraft {
  readonly orderId: string;
  /** Absent: the whole order, before shipping only. */
  readonly lineId?: string;
  readonly type: number;
  /** Fen; what was paid unless told. */
  readonly refundAmount?: number;
  readonly count?: number;
  readonly reasonCode?: number;
  readonly reason?: string;
  readonly remark?: string;
  readonly exchangeSkuId?: string;
}

/** A buyer applies for after-sale service (6, tag 200). @throws RangeError when order and type do not go together */
export function applyAfterSale(scene: Scene, draft: AfterSaleDraft): AfterSale {
  const { shop, state, now } = scene;
  const order = shop.orders.get(draft.orderId);
  if (order === undefined) throw new RangeError(`no order ${draft.orderId}`);
  const lines = linesOf(order, draft.lineId ?? null);
  checkType(order, lines, draft);
  const afterSale: AfterSale = {
    id: state.ids.next('afterSale'),
    orderId: order.id,
    lineId: draft.lineId ?? null,
    type: draft.type,
    status: 6,
    refundStatus: draft.type === TYPE.exchange ? 0 : 1,
    refundAmount: draft.type === TYPE.exchange ? 0 : (draft.refundAmount ?? sumPaid(lines)),
    refundPostAmount: 0,
    count: draft.count ?? lines.reduce((sum, { count }) => sum + count, 0),
    reasonCode: draft.reasonCode ?? 1,
    reason: draft.reason ?? '多拍/错拍/不想要',
    reasonLabel: null,
    reasonRemark: draft.remark ?? '',
    evidence: [],
    gotPackage: order.status === 5,
    appliedAt: now,
    updatedAt: now,
    deadline: now + TWO_DAYS,
    extended: 0,
    refundedAt: 0,
    finalAt: 0,
    returnAddressId: '0',
    returned: null,
    resent: null,
    exchangeSkuId: draft.exchangeSkuId ?? null,
    arbitration: null,
    remarks: [],
    history: [],
    extra: {},
  };
  shop.afterSales.set(afterSale.id, afterSale);
  write(afterSale, { at: now, role: 1, operator: '买家', action: '买家申请', text: '买家发起售后申请', images: [] });
  show(scene, afterSale);
  scene.post(200, () => refundMessage(shop, afterSale, 200));
  return afterSale;
}

const sumPaid = (lines: readonly OrderLine[]): number => lines.reduce((sum, line) => sum + lineAmounts(line).pay, 0);

function linesOf(order: Order, lineId: string | null): OrderLine[] {
  return lineId === null ? [...order.lines] : order.lines.filter(({ id }) => id === lineId);
}

function checkType(order: Order, lines: readonly OrderLine[], { type, lineId }: AfterSaleDraft): void {
  const shipped = lines.some((line) => line.shipped > 0);
  if (lines.length === 0) throw new RangeError(`no line ${lineId}`);
  if (![2, 105, 101, 3, 5].includes(order.status)) throw new RangeError(`order ${order.id} is not paid`);
  if ((type === TYPE.refundBeforeShipping) === shipped) throw new RangeError(`type ${type} does not fit the shipping`);
  if (lines.some(({ afterSale }) => [6, 7, 11, 13].includes(afterSale.status) || afterSale.refundStatus === 3)) {
    throw new RangeError('an after-sale is there already');
  }
}

function write(afterSale: AfterSale, entry: HistoryEntry): void {
  afterSale.history.unshift(entry);
}

/** Shows status and refund of a sheet in the lines of its order. */
function show(scene: Scene, afterSale: AfterSale): Order | undefined {
  const order = scene.shop.orders.get(afterSale.orderId);
  if (order === undefined) return undefined;
  for (const line of linesOf(order, afterSale.lineId)) {
    line.afterSale = { status: afterSale.status, type: afterSale.type, refundStatus: afterSale.refundStatus };
  }
  touchOrder(scene, order);
  return order;
}

/** A step of a sheet: new status, a line in its history, the push of the tag. */
export function move(
  scene: Scene,
  afterSale: AfterSale,
  step: {
    readonly to: number;
    readonly tag: number | null;
    readonly role: number;
    readonly action: string;
    readonly text?: string;
  },
): void {
  afterSale.status = step.to;
  afterSale.updatedAt = laterThan(afterSale.updatedAt, scene.now);
  const isFinal = FINAL.includes(step.to);
  afterSale.deadline = isFinal ? 0 : scene.now + SEVEN_DAYS;
  if (isFinal) afterSale.finalAt = afterSale.updatedAt;
  if ([27, 28, 29].includes(step.to) && afterSale.refundStatus !== 0) afterSale.refundStatus = 4;
  write(afterSale, {
    at: scene.now,
    role: step.role,
    operator: OPERATORS[step.role] ?? '系统',
    action: step.action,
    text: step.text ?? step.action,
    images: [],
  });
  show(scene, afterSale);
  const { tag } = step;
  if (tag !== null) scene.post(tag, () => refundMessage(scene.shop, afterSale, tag));
}

const OPERATORS: Readonly<Record<number, string>> = { 1: '买家', 2: '商家', 3: '平台客服', 4: '系统' };

/** The money goes back (tag 206); an order whose lines are all refunded ends. */
export function refund(scene: Scene, afterSale: AfterSale): void {
  afterSale.refundStatus = 3;
  afterSale.refundedAt = scene.now;
  afterSale.updatedAt = laterThan(afterSale.updatedAt, scene.now);
  const order = show(scene, afterSale);
  scene.post(206, () => refundMessage(scene.shop, afterSale, 206));
  if (order === undefined) return;
  if (afterSale.type === TYPE.refundBeforeShipping) {
    for (const line of linesOf(order, afterSale.lineId)) releaseLine(scene, line);
  }
  if (afterSale.type === TYPE.priceProtection || order.lines.some((line) => line.afterSale.refundStatus !== 3)) return;
  endRefunded(scene, order);
}

/** `main_status` of a fully refunded order: 21 before shipping, 22 after it, 39 after receipt. */
function endRefunded(scene: Scene, order: Order): void {
  if (order.packs.length === 0) {
    closeOrder(scene, order, '订单退款完结');
    order.mainStatus = 21;
    return;
  }
  order.mainStatus = order.status === 5 ? 39 : 22;
  touchOrder(scene, order);
}

/** An exchange has no sum of its own until it is turned into a refund: then what was paid for its goods goes back. */
export function priceExchange({ shop }: Scene, afterSale: AfterSale): void {
  const order = shop.orders.get(afterSale.orderId);
  if (afterSale.type !== TYPE.exchange || order === undefined) return;
  afterSale.refundAmount = sumPaid(linesOf(order, afterSale.lineId));
}

/** Shipping refuses a pending refund. */
export function refuseForShipping(scene: Scene, afterSale: AfterSale): void {
  move(scene, afterSale, { to: 27, tag: 204, role: 2, action: '商家发货并拒绝退款' });
}

/** The buyer sends the goods back (7 to 11, tag 203). @throws RangeError in another status */
export function returnGoods(scene: Scene, afterSale: AfterSale, shipment: Omit<Shipment, 'at'>): void {
  expectStatus(afterSale, [7]);
  afterSale.returned = { ...shipment, at: scene.now };
  move(scene, afterSale, { to: 11, tag: 203, role: 1, action: '买家退货' });
}

/** The buyer withdraws, or time is over (28, tag 207). @throws RangeError in a final status */
export function closeAfterSale(scene: Scene, afterSale: AfterSale, role = 1): void {
  expectStatus(afterSale, [6, 7, 11, 13]);
  move(scene, afterSale, { to: 28, tag: 207, role, action: role === 1 ? '买家撤销' : '系统关闭' });
}

/** The buyer has the goods of an exchange (13 to 14). @throws RangeError in another status */
export function confirmExchange(scene: Scene, afterSale: AfterSale): void {
  expectStatus(afterSale, [13]);
  move(scene, afterSale, { to: 14, tag: null, role: 1, action: '买家确认收货' });
}

/** The buyer changes the application (tag 208): sum and words. @throws RangeError unless the seller still decides */
export function modifyApplication(
  scene: Scene,
  afterSale: AfterSale,
  change: { amount?: number; remark?: string },
): void {
  expectStatus(afterSale, [6]);
  afterSale.refundAmount = change.amount ?? afterSale.refundAmount;
  afterSale.reasonRemark = change.remark ?? afterSale.reasonRemark;
  move(scene, afterSale, { to: 6, tag: 208, role: 1, action: '买家修改申请' });
}

/** The seller gets two days more (tag 209). */
export function extend(scene: Scene, afterSale: AfterSale): void {
  afterSale.deadline += TWO_DAYS;
  afterSale.extended += 1;
  afterSale.updatedAt = laterThan(afterSale.updatedAt, scene.now);
  scene.post(209, () => deadlineMessage(scene.shop, afterSale));
}

/** The buyer calls the platform's service after a refusal (tags 212 and 213: the seller must prove). */
export function arbitrate(scene: Scene, afterSale: AfterSale): void {
  expectStatus(afterSale, [27, 29]);
  afterSale.arbitration = {
    id: scene.state.ids.next('afterSale'),
    status: 4,
    conclusion: 0,
    createdAt: scene.now,
    updatedAt: scene.now,
    comment: '',
    evidence: [],
  };
  afterSale.updatedAt = laterThan(afterSale.updatedAt, scene.now);
  for (const tag of [212, 213]) scene.post(tag, () => arbitrationMessage(scene.shop, afterSale, tag));
}

function expectStatus(afterSale: AfterSale, statuses: readonly number[]): void {
  if (!statuses.includes(afterSale.status))
    throw new RangeError(`after-sale ${afterSale.id} has status ${afterSale.status}`);
}
