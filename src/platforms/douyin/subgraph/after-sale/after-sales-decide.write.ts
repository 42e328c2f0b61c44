import { AppError } from '../../../../errors/app-error.js';
import { type RefusedRow, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { decide } from '../../upstream/endpoints/after-sale-write.js';
import type { ShopScope } from '../context.js';
import { allOneAtATime, readNativeId, rowTargets } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import type { DecisionIntent } from './after-sale.settle.js';
import type { AfterSale } from './after-sale.type.js';
import type { AfterSalesDecideInput } from './after-sale-write.input.js';
import { CaseDecisions, type CaseRow, decisionPaths, formError } from './case-decisions.js';
import { DECISION_CALLS } from './decision-calls.js';

/**
 * `afterSalesDecide`: one call a case, since the platform carries out a call for all of its cases or none. Each case is read
 * before, must be as it was last seen, and is decided with the time it was read with, so that the platform itself refuses a case
 * that changes in between. Nothing is ever sent twice.
 */
export async function decideAfterSales(
  input: AfterSalesDecideInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const { decision } = input;
  const ids = input.rows.map(({ afterSaleId: id }, index) => ({
    index,
    id,
    path: ['input', 'rows', String(index), 'afterSaleId'],
  }));
  const { scope, rows } = await rowTargets(ids, 'AfterSale', readNativeId, ctx);
  const ready = casesOf(input, rows);
  const natives = ready.flatMap((row) => ('error' in row ? [] : [row.native]));
  const decisions = new CaseDecisions(scope, decision);
  const { needs } = DECISION_CALLS[decision];
  const detail = plannedRead(scope, METHODS.afterSaleDetail);
  const result = await allOneAtATime(scope, 'AfterSale', natives, options, () =>
    runBatch<CaseRow>(ctx, scope.deps.writes, {
      mutation: 'afterSalesDecide',
      shopKey: scope.shop.key,
      input,
      options,
      isSandbox: scope.shop.isSandbox,
      rows: ready,
      check: (cases) => decisions.prepare(cases),
      group: (cases) => cases.map((row) => [row]),
      plan: (cases) =>
        cases.flatMap((row) => {
          const { method, parameters } = decisions.writeOf(row);
          const reasons = needs === 'refusal' ? [plannedRead(scope, METHODS.afterSaleRejectReasons)] : [];
          return [detail, ...reasons, planned(scope, method, parameters), detail];
        }),
      planAround: () => (decisions.hasReadAddresses ? [plannedRead(scope, METHODS.addressList)] : []),
      send: async (cases, { beforeFirstByte }) => {
        for (const row of cases) {
          const place = { caseId: row.native, paths: decisionPaths(row.index, decision) };
          try {
            await decide(scope.client, decisions.writeOf(row), place, beforeFirstByte);
          } catch (error) {
            throw await decisions.inTimeOf(row, error);
          }
        }
        return cases.map(({ index }) => ({ index }));
      },
      intent: (cases) => cases.map((row) => intentOf(row, input))[0] ?? null,
      reconcile: scope.deps.reconcile.afterSalesDecide,
    }),
  );
  const isDone = new Set(result.ends.filter(({ status }) => status === RowStatus.SUCCEEDED).map(({ index }) => index));
  const done = ready.flatMap((row) => (!('error' in row) && isDone.has(row.index) ? [row.native] : []));
  return {
    ...result.base,
    rows: result.rows,
    afterSales: casesRead(scope, done),
    // For the audit log, which names an object by the payload's.
    audited: { id: input.rows[0]?.afterSaleId },
  };
}

/** Rows with what they bring, each case once. */
function casesOf(
  { decision, rows: inputs }: AfterSalesDecideInput,
  rows: Awaited<ReturnType<typeof rowTargets<string>>>['rows'],
): (CaseRow | RefusedRow)[] {
  const seen = new Set<string>();
  return rows.map((row): CaseRow | RefusedRow => {
    const input = inputs[row.index];
    if ('error' in row || input === undefined) return row as RefusedRow;
    const error = seen.has(row.native) ? named(row.index) : formError(row.index, input, decision);
    seen.add(row.native);
    return error === null ? { ...row, input } : { index: row.index, nodeId: row.nodeId, error };
  });
}

function named(index: number): AppError {
  const constraint = 'each case once';
  const path = ['input', 'rows', String(index), 'afterSaleId'];
  return new AppError('INVALID_INPUT', `Rows name ${constraint}.`, { path, constraint });
}

const intentOf = ({ native: id, input }: CaseRow, { decision }: AfterSalesDecideInput): DecisionIntent => ({
  id,
  decision,
  updatedAt: input.expectedUpdatedAt.getTime(),
});

/**
 * The cases of a payload, read when they are selected. One that cannot be read now is left out, since the list has no place for a
 * failure and the decision stands; the log tells of it.
 */
function casesRead(scope: ShopScope, ids: readonly string[]): () => Promise<AfterSale[]> {
  for (const id of ids) {
    scope.afterSales.clear(id);
    scope.afterSaleDetails.clear(id);
    scope.rejectReasons.clear(id);
  }
  scope.once.clear();
  return async () => {
    const read = await Promise.allSettled(ids.map((id) => scope.afterSales.load(id)));
    for (const answer of read)
      if (answer.status === 'rejected')
        scope.log.warn({ err: answer.reason, shop: scope.shop.key }, 'a case could not be read back');
    return read.flatMap((answer) => (answer.status === 'fulfilled' && answer.value !== null ? [answer.value] : []));
  };
}
