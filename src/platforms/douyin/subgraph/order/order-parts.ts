import { AppError } from '../../../../errors/app-error.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { Secret } from '../../../../tenants/secret.js';
import type { JsonObject } from '../../upstream/canonical-json.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import {
  lineDiscountsWrite,
  POSTAGE_REFUSALS,
  PRICE_REFUSALS,
  postageWrite,
  RECIPIENT_REFUSALS,
  REMARK_REFUSALS,
  type RecipientChange,
  recipientWrite,
  remarkWrite,
  SERIAL_REFUSALS,
  serialNumbersWrite,
} from '../../upstream/endpoints/order-write.js';
import type { Part, StoppedPart } from '../parts-write.js';
import { type LinePrice, type OrderIntent, remarkDigest } from './order.settle.js';
import { readLineId } from './order-line-id.js';
import type { OrderUpdateInput } from './order-write.input.js';

/** An order to be changed. */
export interface OrderToChange {
  readonly shopKey: string;
  readonly nativeId: string;
  /** As it is now; asked for only where `needsOrder` says that it was read. */
  readonly present: () => OrderRecord;
}

/** The parts of an update, and what they need. */
export interface OrderParts {
  readonly parts: readonly Part[];
  /** Whether they are made of the order as it is. */
  readonly needsOrder: boolean;
  /** Parts that the order as it is forbids. */
  readonly stopped: (order: OrderRecord) => readonly StoppedPart[];
}

/** Fields of which nothing stands for "none". */
const NOT_CLEARED = ['address', 'recipientName', 'recipientPhone', 'linePrices', 'postage', 'serialNumbers'] as const;

const HIDDEN = '***';

const ORDER = ['input', 'id'];

/**
 * The calls that an update takes, in their order: remark with flag, recipient, prices, postage, serial numbers.
 * @throws InputErrors all that is wrong with the input
 */
export function orderParts(input: OrderUpdateInput, order: OrderToChange): OrderParts {
  const check = new InputCheck();
  for (const field of NOT_CLEARED)
    if (input[field] === null) check.unsupported(['input', field], 'This cannot be cleared, only changed.');
  const lines = linePrices(input, order, check);
  const parts = [
    remarkPart(input, order),
    recipientPart(input, order),
    pricePart(lines, order),
    postagePart(input, order, check),
    serialPart(input, order),
  ].filter((part) => part !== null);
  if (parts.length === 0 && check.errors.length === 0) {
    const constraint = 'at least one change';
    check.refuse(['input'], `An update has ${constraint}.`, constraint);
  }
  check.done();
  const prices = parts.findIndex(({ path }) => path[1] === 'linePrices');
  return {
    parts,
    needsOrder: prices >= 0 || (input.sellerFlag !== undefined && input.sellerRemark === undefined),
    stopped: (present) => {
      const at = lines.findIndex(({ lineId }) => !present.lines.some(({ id }) => id === lineId));
      if (at < 0) return [];
      const path = ['input', 'linePrices', String(at), 'orderLineId'];
      return [{ index: prices, error: new AppError('NOT_FOUND', 'No such line in this order.', { path }) }];
    },
  };
}

/** A flag goes with a remark: one that is not changed is sent again. Null clears the remark, and makes the flag grey. */
function remarkPart(input: OrderUpdateInput, { nativeId: id, present }: OrderToChange): Part | null {
  if (input.sellerRemark === undefined && input.sellerFlag === undefined) return null;
  const flag = input.sellerFlag === undefined ? null : (input.sellerFlag ?? 0);
  const remark = input.sellerRemark === undefined ? null : (input.sellerRemark ?? '');
  const path = ['input', remark === null ? 'sellerFlag' : 'sellerRemark'];
  return {
    path,
    write: () => remarkWrite(id, remark ?? present().sellerRemark ?? '', flag),
    refusals: REMARK_REFUSALS,
    paths: { order: ORDER, remark: path },
    intent: { part: 'remark', id, remark: remark === null ? null : remarkDigest(remark), flag } satisfies OrderIntent,
  };
}

function recipientPart(input: OrderUpdateInput, { nativeId: id }: OrderToChange): Part | null {
  const { address, recipientName, recipientPhone } = input;
  const field = (['address', 'recipientName', 'recipientPhone'] as const).find((name) => input[name] != null);
  if (field === undefined) return null;
  const change: RecipientChange = {
    region: address == null ? null : { ...address, street: address.street ?? null, detail: address.detail ?? null },
    name: recipientName ?? null,
    phone: recipientPhone ?? null,
  };
  return {
    path: ['input', field],
    write: () => recipientWrite(id, change),
    shown: hideRecipient,
    secrets: [change.name, change.phone, change.region?.detail ?? null]
      .filter((text) => text !== null)
      .map((text) => new Secret(text)),
    refusals: RECIPIENT_REFUSALS,
    paths: { order: ORDER, state: ['input', field], address: ['input', 'address'], phone: ['input', 'recipientPhone'] },
    intent: { part: 'recipient', id } satisfies OrderIntent,
  };
}

/** A plan may be kept by whoever asked for it: it shows the regions, and that the rest would be sent. */
function hideRecipient({ order_id, post_addr, post_receiver, post_tel }: JsonObject): JsonObject {
  const address = post_addr as JsonObject | undefined;
  const hidden = (value: unknown) => (value === undefined ? undefined : HIDDEN);
  return {
    order_id,
    post_addr: address === undefined ? undefined : { ...address, address_detail: hidden(address['address_detail']) },
    post_receiver: hidden(post_receiver),
    post_tel: hidden(post_tel),
  };
}

function linePrices({ linePrices: rows }: OrderUpdateInput, order: OrderToChange, check: InputCheck): LinePrice[] {
  const seen = new Set<string>();
  return (rows ?? []).map(({ orderLineId, price }, at) => {
    const path = ['input', 'linePrices', String(at)];
    const decoded = decodeGlobalId(orderLineId);
    const line =
      decoded?.type === 'OrderLine' && decoded.shopKey === order.shopKey ? readLineId(decoded.nativeId) : null;
    const lineId = line?.orderId === order.nativeId ? line.lineId : '';
    const idPath = [...path, 'orderLineId'];
    if (lineId === '') check.errors.push(new AppError('NOT_FOUND', 'No such line in this order.', { path: idPath }));
    else if (seen.has(lineId)) {
      const constraint = 'each line once';
      check.refuse(idPath, `Prices name ${constraint}.`, constraint);
    }
    seen.add(lineId);
    return { lineId, priceFen: check.fen(price, [...path, 'price']) };
  });
}

/**
 * The platform takes what is to come off a line: its goods at the price of one, times their number, less the new price. So the
 * new price is that of all units of the line, before promotions and without postage.
 */
function pricePart(lines: readonly LinePrice[], { nativeId: id, present }: OrderToChange): Part | null {
  if (lines.length === 0) return null;
  const path = ['input', 'linePrices'];
  return {
    path,
    write: () => {
      const full = new Map(present().lines.map((line) => [line.id, line.unitPriceFen * line.quantity]));
      return lineDiscountsWrite(
        id,
        lines.map(({ lineId, priceFen }) => ({ lineId, discountFen: (full.get(lineId) ?? 0) - priceFen })),
      );
    },
    refusals: PRICE_REFUSALS,
    paths: { order: ORDER, state: path, prices: path },
    intent: { part: 'prices', id, lines } satisfies OrderIntent,
  };
}

function postagePart({ postage }: OrderUpdateInput, { nativeId: id }: OrderToChange, check: InputCheck): Part | null {
  if (postage == null) return null;
  const path = ['input', 'postage'];
  const fen = check.fen(postage, path, 0);
  return {
    path,
    write: () => postageWrite(id, fen),
    refusals: POSTAGE_REFUSALS,
    paths: { order: ORDER, state: path, postage: path },
    intent: { part: 'postage', id, fen } satisfies OrderIntent,
  };
}

function serialPart({ serialNumbers: numbers }: OrderUpdateInput, { nativeId: id }: OrderToChange): Part | null {
  if (numbers == null) return null;
  const path = ['input', 'serialNumbers'];
  return {
    path,
    write: () => serialNumbersWrite(id, numbers),
    refusals: SERIAL_REFUSALS,
    paths: { order: ORDER, state: path, serialNumbers: path },
    intent: { part: 'serialNumbers', id, numbers } satisfies OrderIntent,
  };
}
