/**
 * What stands for a line in its global id: the ids of its order and of itself. The platform has no read for a line, so its
 * order must be known to find it.
 */
export interface OrderLineId {
  readonly orderId: string;
  readonly lineId: string;
}

const FORM = /^([1-9]\d{0,18})\.([1-9]\d{0,18})$/;

/** `<order>.<line>`. */
export const writeLineId = ({ orderId, lineId }: OrderLineId): string => `${orderId}.${lineId}`;

/** Reads it; null for anything else. */
export function readLineId(text: string): OrderLineId | null {
  const [, orderId, lineId] = FORM.exec(text) ?? [];
  return orderId === undefined || lineId === undefined ? null : { orderId, lineId };
}
