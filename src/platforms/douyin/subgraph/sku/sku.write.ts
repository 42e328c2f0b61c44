import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { type BatchRow, type RefusedRow, type RowTold, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { type MethodWrite, sendWrite } from '../../upstream/endpoints/product-write.js';
import { codeWrite, priceWrite, SKU_REFUSALS } from '../../upstream/endpoints/sku-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { oneAtATime, rowTargets } from '../object-write.js';
import { planned } from '../planned.js';
import type { SkuUpdateIntent } from './sku.settle.js';
import { readSkuId, type SkuId } from './sku-id.js';
import { plannedReadBack, skuBatchPayload } from './sku-read-back.js';
import type { SkusUpdateInput, SkuUpdateRow } from './sku-write.input.js';

/** Longest merchant code; a bound of ours, the platform documents none. */
const MAX_CODE = 100;

interface UpdateRow extends BatchRow {
  readonly nodeId: string;
  readonly sku: SkuId;
  readonly priceFen: number | null;
  readonly code: string | null;
}

type Field = 'skuId' | 'price' | 'merchantCode';

/** `skusUpdate`: the platform has no batch, so it is one call for each thing that is changed of a SKU, the price first. */
export async function updateSkus(
  input: SkusUpdateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  refuseVersion(options);
  const ids = input.rows.map(({ skuId }, index) => ({ index, id: skuId, path: pathOf(index, 'skuId') }));
  const { scope, rows: targets } = await rowTargets(ids, 'ProductSku', readSkuId, ctx);
  const taken = new Set<string>();
  const rows = input.rows.map((row, index): UpdateRow | RefusedRow => {
    const target = targets[index] as (typeof targets)[number];
    if ('error' in target) return target;
    const { nodeId, native: sku } = target;
    const checked = checkedRow(row, { index, nodeId, sku });
    if ('error' in checked || !taken.has(sku.skuId)) {
      taken.add(sku.skuId);
      return checked;
    }
    const constraint = 'not the SKU of a row before it';
    const error = new AppError('INVALID_INPUT', `Expected: ${constraint}.`, {
      path: pathOf(index, 'skuId'),
      constraint,
    });
    return { index, nodeId, error };
  });
  const result = await runBatch<UpdateRow>(ctx, scope.deps.writes, {
    mutation: 'skusUpdate',
    shopKey: scope.shop.key,
    input,
    options,
    isSandbox: scope.shop.isSandbox,
    errorPolicy: input.errorPolicy,
    rows,
    group: (ready) => ready.map((row) => [row]),
    plan: (call) =>
      call.flatMap(writesOf).map(({ write: { method, parameters } }) => planned(scope, method, parameters)),
    planAround: () =>
      plannedReadBack(
        scope,
        rows.filter((row) => !('error' in row)).map(({ nodeId }) => nodeId),
        info,
      ),
    intent: (call): SkuUpdateIntent | null => intentOf(call[0]),
    send: async ([row], { beforeFirstByte }) => {
      if (row === undefined) return [];
      return oneAtATime({ scope, nativeId: row.sku.skuId, type: 'ProductSku' }, options, () =>
        sendRow(row, ({ write, field }) =>
          refusedAs(
            SKU_REFUSALS,
            { skuId: pathOf(row.index, 'skuId') },
            sendWrite(scope.client, write, beforeFirstByte),
          ).catch((error: unknown) => {
            throw at(error, row.index, field);
          }),
        ),
      );
    },
    reconcile: scope.deps.reconcile.skusUpdate,
  });
  return skuBatchPayload(scope, result, info);
}

interface RowWrite {
  readonly field: Field;
  readonly write: MethodWrite;
}

const writesOf = ({ sku, priceFen, code }: UpdateRow): RowWrite[] => [
  ...(priceFen === null ? [] : [{ field: 'price' as const, write: priceWrite(sku, priceFen) }]),
  ...(code === null ? [] : [{ field: 'merchantCode' as const, write: codeWrite(sku, code) }]),
];

/** Price and code of a row, one after the other; where the second is refused the row has failed, and says that the first was done. */
async function sendRow(row: UpdateRow, send: (write: RowWrite) => Promise<void>): Promise<RowTold[]> {
  let done = 0;
  for (const write of writesOf(row)) {
    try {
      await send(write);
      done += 1;
    } catch (error) {
      if (done === 0 || !(error instanceof AppError) || error.code === 'OUTCOME_UNKNOWN') throw error;
      const said = new AppError(error.code, `The price was set; the code was not. ${error.message}`, {
        ...error.detail,
        cause: error,
      });
      return [{ index: row.index, error: said }];
    }
  }
  return [{ index: row.index }];
}

/** A refusal that has no place yet is about the value that was sent. */
const at = (error: unknown, index: number, field: Field): unknown =>
  error instanceof AppError && error.detail.path === undefined ? error.with({ path: pathOf(index, field) }) : error;

const intentOf = (row: UpdateRow | undefined): SkuUpdateIntent | null =>
  row === undefined ? null : { ...row.sku, priceFen: row.priceFen, code: row.code };

const pathOf = (index: number, field: Field): string[] => ['input', 'rows', String(index), field];

function checkedRow(
  { price, merchantCode }: SkuUpdateRow,
  row: Pick<UpdateRow, 'index' | 'nodeId' | 'sku'>,
): UpdateRow | RefusedRow {
  const check = new InputCheck();
  const { index } = row;
  if (price === null) check.unsupported(pathOf(index, 'price'), 'The platform cannot take a price away.');
  if (merchantCode === null) check.unsupported(pathOf(index, 'merchantCode'), 'The platform cannot take a code away.');
  if (price === undefined && merchantCode === undefined)
    check.refuse(['input', 'rows', String(index)], 'Nothing to change was given.', 'a price or a code');
  const priceFen = price == null ? null : check.fen(price, pathOf(index, 'price'));
  const code = merchantCode ?? null;
  if (code !== null && (code.trim() === '' || code.length > MAX_CODE))
    check.refuse(
      pathOf(index, 'merchantCode'),
      `A code has 1 to ${MAX_CODE} characters.`,
      `1 to ${MAX_CODE} characters`,
    );
  const [error] = check.errors;
  return error === undefined ? { ...row, priceFen, code } : { index, nodeId: row.nodeId, error };
}
