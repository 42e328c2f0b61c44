import { AppError } from '../../../../errors/app-error.js';
import { type RefusedRow, type RowEnd, rowOutcome } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { asError, boundedParallel } from '../../../../subgraph/loader.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { planOf } from '../../../../subgraph/write.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import {
  type Cipher,
  type Clear,
  ClearText,
  type Decrypted,
  decrypt,
  MAX_CIPHERS,
  reportView,
} from '../../upstream/endpoints/decrypt.js';
import { ciphersOf } from '../../upstream/endpoints/recipient-ciphers.js';
import type { ShopScope } from '../context.js';
import { type RowTarget, readNativeId, rowTargets } from '../object-write.js';
import { plannedRead } from '../planned.js';
import type { Order } from './order.type.js';
import type { RecipientsDecryptInput } from './recipients-decrypt.input.js';
import { type ClearParts, ClearRecipient } from './recipients-decrypt.result.js';

/** Parts of a recipient that are encrypted: name, telephone, and the address below the street. */
const PARTS = ['name', 'phone', 'detail'] as const;
/** Calls that run at a time, as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;

type OrderRow = RowTarget<string>;

/** An order whose recipient can be asked for. */
interface Asked extends OrderRow {
  readonly order: Order;
  readonly ciphers: Readonly<Record<keyof ClearParts, Cipher | null>>;
}

/**
 * `recipientsDecrypt`: one read an order for its ciphertexts (conventions D14), one call for each 50 of these, and one that tells
 * the platform what was looked at. Nothing of it is journalled: an idempotency key has nothing to give again, so each repeat reads
 * anew and is never `replayed`. Why it was asked for stands in the audit log before anything is read.
 */
export async function decryptRecipients(
  { orderIds }: RecipientsDecryptInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const ids = orderIds.map((id, index) => ({ index, id, path: pathOf(index) }));
  const { scope, rows } = await rowTargets(ids, 'Order', readNativeId, ctx);
  const named = once(rows);
  const ready = named.filter((row): row is OrderRow => !('error' in row));
  const refused = named.filter((row): row is RefusedRow => 'error' in row);
  if (options?.dryRun === true) {
    const warnings = refused.map(({ index, error }) => `Row ${index}: ${error.message}`);
    return { ...NOTHING, plan: planOf(plannedCalls(scope, ready.length), warnings) };
  }
  if (ready.length > 1) ctx.trace.noteUnbatched('Order');
  const { asked, failed } = await ordersOf(scope, ready);
  const clear = await clearTexts(scope, asked);
  const read = asked.map((row) => ({ row, parts: partsOf(row, clear) }));
  const recipients = read.flatMap(({ row, parts }) => {
    const texts = allRead(parts);
    return texts === null ? [] : [new ClearRecipient(row.order, texts)];
  });
  await report(
    scope,
    recipients.map(({ order }) => order.record.id),
  );
  const ends = [
    ...[...refused, ...failed].map(({ error, ...row }) => endOf(row, [error])),
    ...read.map(({ row, parts }) => endOf(row, errorsOf(parts))),
  ];
  return { ...NOTHING, recipients, rows: ends.sort((a, b) => a.index - b.index).map(rowOutcome) };
}

const NOTHING = { recipients: [], rows: [], userErrors: [], plan: null, replayed: false };

const pathOf = (index: number): string[] => ['input', 'orderIds', String(index)];

/** Each order once: it costs quota. */
function once(rows: readonly (OrderRow | RefusedRow)[]): (OrderRow | RefusedRow)[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    if ('error' in row) return row;
    const isRepeated = seen.has(row.native);
    seen.add(row.native);
    if (!isRepeated) return row;
    const constraint = 'each order once';
    const path = pathOf(row.index);
    const error = new AppError('INVALID_INPUT', `Rows name ${constraint}.`, { path, constraint });
    return { index: row.index, nodeId: row.nodeId, error };
  });
}

/** The orders with their ciphertexts, one call each; each fails alone. */
async function ordersOf(
  { orders }: ShopScope,
  rows: readonly OrderRow[],
): Promise<{ asked: Asked[]; failed: RefusedRow[] }> {
  const asked: Asked[] = [];
  const failed: RefusedRow[] = [];
  // A list brings orders without their ciphertexts (conventions D14): what this request read before is of no use.
  for (const { native: id } of rows) orders.clear(id);
  const read = await Promise.allSettled(rows.map(({ native: id }) => orders.load(id)));
  for (const [at, row] of rows.entries()) {
    const answer = read[at];
    const order = answer?.status === 'fulfilled' ? answer.value : null;
    const refuse = (error: AppError): void => {
      failed.push({ index: row.index, nodeId: row.nodeId, error: withPath(error, row.index) });
    };
    if (answer?.status === 'rejected') refuse(expected(answer.reason));
    else if (order === null) refuse(new AppError('NOT_FOUND'));
    else {
      const ciphers = ciphersIn(order);
      if (PARTS.every((part) => ciphers[part] === null))
        refuse(new AppError('STATE_FORBIDS', 'The order is sent to nobody.', { nodeId: row.nodeId }));
      else asked.push({ ...row, order, ciphers });
    }
  }
  return { asked, failed };
}

function ciphersIn({ record }: Order): Asked['ciphers'] {
  const ciphers = ciphersOf(record);
  const cipher = (text: string | null | undefined): Cipher | null =>
    text == null ? null : { orderId: record.id, text };
  return { name: cipher(ciphers?.name), phone: cipher(ciphers?.phone), detail: cipher(ciphers?.detail) };
}

/** Asks for all ciphertexts, 50 a call; a call that fails fails those that were in it. */
async function clearTexts({ client }: ShopScope, asked: readonly Asked[]): Promise<Clear> {
  const all = asked.flatMap(({ ciphers }) => PARTS.flatMap((part) => ciphers[part] ?? []));
  const chunks = Array.from({ length: Math.ceil(all.length / MAX_CIPHERS) }, (_, at) =>
    all.slice(at * MAX_CIPHERS, (at + 1) * MAX_CIPHERS),
  );
  const answers = await boundedParallel(chunks, AT_ONCE, (chunk) => decrypt(client, chunk));
  const chunkOf = new Map(chunks.flatMap((chunk, at) => chunk.map((cipher) => [cipher, at] as const)));
  return {
    of: (cipher) => {
      const answer = answers[chunkOf.get(cipher) ?? 0];
      return answer?.status === 'fulfilled' ? answer.value.of(cipher) : expected(answer?.reason);
    },
  };
}

type ReadParts = Readonly<Record<keyof ClearParts, Decrypted | null>>;

function partsOf({ ciphers }: Asked, clear: Clear): ReadParts {
  const part = (cipher: Cipher | null): Decrypted | null => (cipher === null ? null : clear.of(cipher));
  return { name: part(ciphers.name), phone: part(ciphers.phone), detail: part(ciphers.detail) };
}

/** All that the order has, in the clear; null when a part of it failed. */
function allRead({ name, phone, detail }: ReadParts): ClearParts | null {
  const isRead = (part: Decrypted | null): part is ClearText | null => part === null || part instanceof ClearText;
  return isRead(name) && isRead(phone) && isRead(detail) ? { name, phone, detail } : null;
}

/** Why parts failed, each reason once. */
function errorsOf(parts: ReadParts): AppError[] {
  const errors = PARTS.map((part) => parts[part]).filter((part) => part instanceof AppError);
  return errors.filter((error, at) => errors.findIndex(({ message }) => message === error.message) === at);
}

const endOf = ({ index, nodeId }: Pick<RowEnd, 'index' | 'nodeId'>, errors: readonly AppError[]): RowEnd => ({
  index,
  nodeId,
  status: errors.length === 0 ? RowStatus.SUCCEEDED : RowStatus.FAILED,
  errors: errors.map((error) => withPath(error, index)),
  told: null,
});

const withPath = (error: AppError, index: number): AppError =>
  error.detail.path === undefined ? error.with({ path: pathOf(index) }) : error;

/** @throws what is no failure that a caller is told of: a bug of ours */
function expected(reason: unknown): AppError {
  if (reason instanceof AppError) return reason;
  throw asError(reason);
}

/** The report comes after what it tells of; recipients that were read are told to the caller though it fails. */
async function report(scope: ShopScope, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  try {
    await reportView(scope.client, orderIds, scope.now());
  } catch (error) {
    scope.log.warn({ err: error, shop: scope.shop.key }, 'a view of recipients could not be reported');
  }
}

/** Bodies of reads are not shown; those of these would hold ciphertexts. */
const plannedCalls = (scope: ShopScope, count: number) =>
  count === 0
    ? []
    : [
        ...Array.from({ length: count }, () => plannedRead(scope, METHODS.orderDetail)),
        ...Array.from({ length: Math.ceil((count * PARTS.length) / MAX_CIPHERS) }, () =>
          plannedRead(scope, METHODS.orderDecrypt),
        ),
        plannedRead(scope, METHODS.orderViewReport),
      ];
