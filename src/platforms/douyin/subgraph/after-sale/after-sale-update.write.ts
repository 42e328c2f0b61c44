import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import { atId, failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import {
  CHANGE_REFUSALS,
  caseRemarkWrite,
  channelWrite,
  evidenceWrite,
  extensionWrite,
  returnStoredWrite,
  verifyChannel,
} from '../../upstream/endpoints/after-sale-write.js';
import type { MethodWrite } from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { oneAtATime, type WriteTarget, writeTarget } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { type CaseIntent, textDigest } from './after-sale.settle.js';
import type { AfterSale } from './after-sale.type.js';
import { AfterSaleDecision } from './after-sale-decision.enum.js';
import type { AfterSaleChangeInput, AfterSaleUpdateInput } from './after-sale-write.input.js';

type Change = keyof typeof CHANGE_REFUSALS;

/** What each change asks of the platform. */
interface ChangeCall {
  readonly name: Change;
  /** @param found the case as it is; null where it was not read */
  readonly write: (found: AfterSale | null) => MethodWrite;
  readonly needsCase: boolean;
  /** What of the case forbids it, before anything is sent. @throws AppError */
  readonly check?: (found: AfterSale) => void;
  readonly intent: object;
}

/**
 * `afterSaleUpdate`: one call, and the case is read back. Its version is the text of its `updatedAt`. That a return is in the
 * warehouse makes the platform pay, so it is guarded like every decision: the version must be given, the case is read, and is to be
 * one that waits for that.
 */
export async function updateAfterSale(
  input: AfterSaleUpdateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, 'AfterSale', ctx);
  const { scope, nativeId: id } = target;
  const { name, write, needsCase, check, intent } = changeCall(input.change, id, scope.now());
  if (name === 'confirmReturnReceived' && options?.expectedVersion == null) throw versionMissing();
  const path = ['input', 'change', name];
  const isRead = needsCase || options?.expectedVersion != null;
  const isDryRun = options?.dryRun === true;
  const requireAllowed = (found: AfterSale): void => {
    requireVersion(options, versionOf(found));
    check?.(found);
  };
  return oneAtATime(target, options, async () => {
    // A plan shows what would be sent, which for a channel the case tells, and what forbids it.
    const shown = isDryRun && needsCase ? await presentOrMissing(target) : null;
    if (shown !== null) requireAllowed(shown);
    const { value, base } = await runWrite<'done'>(ctx, scope.deps.writes, {
      mutation: 'afterSaleUpdate',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => {
        const { method, parameters } = write(shown);
        return [...(isRead ? [caseRead(target)] : []), planned(scope, method, parameters), caseRead(target)];
      },
      intent: { id, change: name, isSandbox: scope.shop.isSandbox, ...intent } as CaseIntent,
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => {
        const found = isRead ? await presentOrMissing(target) : null;
        if (found !== null) requireAllowed(found);
        const call = { ...write(found), beforeFirstByte };
        const sent = scope.client.call(call, (data) => {
          if (name === 'openChannel') verifyChannel(data, path);
        });
        await atId(refusedAs(CHANGE_REFUSALS[name], { case: ['input', 'id'], state: path }, sent));
        return 'done';
      },
      encode: (done) => JSON.stringify(done),
      decode: () => 'done',
      reconcile: scope.deps.reconcile.afterSaleUpdate,
    });
    if (value === null) return { ...base, afterSale: null };
    const { record, failure } = await readBack(() => present(target));
    return { ...base, afterSale: failure === null ? record : failing(failure) };
  });
}

/** @throws InputErrors for a flag that is false: what was done cannot be undone */
function changeCall(change: AfterSaleChangeInput, id: string, now: number): ChangeCall {
  if (change.submitEvidence != null) {
    const { comment, imageUrls } = change.submitEvidence;
    const intent = { images: imageUrls.map(textDigest) };
    return { name: 'submitEvidence', write: () => evidenceWrite(id, comment, imageUrls), needsCase: false, intent };
  }
  if (change.addRemark != null) {
    const remark = change.addRemark;
    if (remark.trim() === '') throw refused('addRemark', 'not empty');
    const intent = { remark: textDigest(remark), at: now };
    return { name: 'addRemark', write: () => caseRemarkWrite(id, remark), needsCase: false, intent };
  }
  const flag = (['extendReceipt', 'openChannel', 'confirmReturnReceived'] as const).find((one) => change[one] != null);
  if (flag === undefined || change[flag] === false) throw refused(flag ?? '', 'true');
  switch (flag) {
    case 'extendReceipt':
      return { name: flag, write: () => extensionWrite(id), needsCase: false, intent: {} };
    case 'confirmReturnReceived':
      return {
        name: flag,
        write: () => returnStoredWrite(id, now),
        needsCase: true,
        check: requireReturned,
        intent: {},
      };
    case 'openChannel':
      return { name: flag, write: (found) => channelWrite(orderOf(found)), needsCase: true, intent: {} };
  }
}

/** Telling it pays the buyer as accepting the return does, and is open where that is. @throws AppError STATE_FORBIDS */
function requireReturned({ id, updatedAt, allowedDecisions }: AfterSale): void {
  if (allowedDecisions.includes(AfterSaleDecision.RETURN_ACCEPT)) return;
  throw new AppError('STATE_FORBIDS', CHANGE_REFUSALS.confirmReturnReceived[11002].says, {
    path: ['input', 'change', 'confirmReturnReceived'],
    nodeId: id,
    currentVersion: updatedAt.toISOString(),
  });
}

function versionMissing(): InputErrors {
  const constraint = 'required, since the platform pays the buyer then';
  const path = ['options', 'expectedVersion'];
  return new InputErrors([
    new AppError('INVALID_INPUT', `The version of the case is ${constraint}.`, { path, constraint }),
  ]);
}

function refused(field: string, constraint: string): InputErrors {
  const path = ['input', 'change', field].filter((name) => name !== '');
  return new InputErrors([new AppError('INVALID_INPUT', `This is ${constraint}.`, { path, constraint })]);
}

/** @throws AppError NOT_FOUND for a case of which the platform names no order */
function orderOf(found: AfterSale | null): string {
  if (found?.record.orderId != null) return found.record.orderId;
  throw new AppError('NOT_FOUND', 'The platform names no order of this case.', { path: ['input', 'id'] });
}

const versionOf = ({ id, updatedAt }: AfterSale) => ({ id, version: updatedAt.toISOString() });

/** The case as it is now. */
function present({ scope, nativeId }: WriteTarget): Promise<AfterSale | null> {
  scope.afterSales.clear(nativeId);
  scope.afterSaleDetails.clear(nativeId);
  scope.rejectReasons.clear(nativeId);
  scope.once.clear();
  return scope.afterSales.load(nativeId);
}

async function presentOrMissing(target: WriteTarget): Promise<AfterSale> {
  const found = await present(target);
  if (found === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  return found;
}

const caseRead = ({ scope }: WriteTarget): PlannedCall => plannedRead(scope, METHODS.afterSaleDetail);
