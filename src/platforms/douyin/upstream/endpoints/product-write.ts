import type { JsonObject } from '../canonical-json.js';
import { int64 } from '../canonical-json.js';
import { type DouyinMethod, METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';

/** A write as data: what a plan shows is what is sent. */
export interface MethodWrite {
  readonly method: DouyinMethod;
  readonly parameters: JsonObject;
}

/** Puts a product on the shelf, or takes it off. */
export const shelfWrite = (id: string, isOnline: boolean): MethodWrite => ({
  method: isOnline ? METHODS.productOnline : METHODS.productOffline,
  parameters: { product_id: int64(id) },
});

/** Puts a product on the shelf where the platform has no call for that any more: an edit of nothing, submitted. */
export const relistWrite = (id: string): MethodWrite => ({
  method: METHODS.productEdit,
  parameters: { product_id: int64(id), commit: true },
});

/** Moves a product into the recycle bin. */
export const deleteWrite = (id: string): MethodWrite => ({
  method: METHODS.productDelete,
  parameters: { product_id: int64(id), delete_forever: false },
});

/** Sends a write that answers nothing of use. @throws AppError */
export const sendWrite = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> => client.call({ method, parameters, beforeFirstByte }, () => undefined);
