import { AppError } from '../../../../errors/app-error.js';
import type { RefusedRow } from '../../../../subgraph/batch-write.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import { listAddresses } from '../../upstream/endpoints/address-read.js';
import { decisionWrite, type RefusalReason } from '../../upstream/endpoints/after-sale-write.js';
import type { MethodWrite } from '../../upstream/endpoints/product-write.js';
import type { RefusalPaths } from '../../upstream/endpoints/write-refusals.js';
import type { ShopScope } from '../context.js';
import type { RowTarget } from '../object-write.js';
import type { AfterSale } from './after-sale.type.js';
import type { AfterSaleDecision } from './after-sale-decision.enum.js';
import type { AfterSaleDecisionRow } from './after-sale-write.input.js';
import { DECISION_CALLS, type DecisionNeeds } from './decision-calls.js';

/** A case that is to be decided. */
export interface CaseRow extends RowTarget<string> {
  readonly input: AfterSaleDecisionRow;
}

/** Calls for single cases that run at a time, as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;
/** The largest page of addresses that is read: no shop is known to have more. */
const ADDRESSES = 100;

const pathOf = (index: number, ...rest: string[]): string[] => ['input', 'rows', String(index), ...rest];

/** Where things stand that the platform's refusals of a decision are about. */
export function decisionPaths(index: number, decision: AfterSaleDecision): RefusalPaths {
  const field: Readonly<Record<NonNullable<DecisionNeeds>, string>> = {
    refusal: 'rejectReasonCode',
    'return address': 'returnAddressNativeId',
    parcel: 'exchangeParcel',
  };
  const { needs } = DECISION_CALLS[decision];
  return { state: pathOf(index, 'afterSaleId'), given: needs === null ? pathOf(index) : pathOf(index, field[needs]) };
}

/** Which fields of a row go with a decision, and which of them it cannot do without. A remark goes with all. */
const FIELDS = {
  rejectReasonCode: { for: 'refusal', isNeeded: true },
  evidenceUrls: { for: 'refusal', isNeeded: false },
  returnAddressNativeId: { for: 'return address', isNeeded: false },
  exchangeParcel: { for: 'parcel', isNeeded: true },
} as const;

/** What is wrong with a row before anything is read; null for nothing. */
export function formError(index: number, row: AfterSaleDecisionRow, decision: AfterSaleDecision): AppError | null {
  const { needs } = DECISION_CALLS[decision];
  for (const [field, rule] of Object.entries(FIELDS)) {
    const value = row[field as keyof typeof FIELDS];
    const isGiven = value != null && (!Array.isArray(value) || value.length > 0);
    const path = pathOf(index, field);
    if (isGiven && rule.for !== needs)
      return new AppError('UNSUPPORTED_COMBINATION', 'This does not go with the decision.', { path });
    if (!isGiven && rule.isNeeded && rule.for === needs) return missing(path);
  }
  return needs === 'refusal' && row.remark == null ? missing(pathOf(index, 'remark')) : null;
}

const missing = (path: readonly string[]): AppError => {
  const constraint = 'required for this decision';
  return new AppError('INVALID_INPUT', `This is ${constraint}.`, { path, constraint });
};

/** Decisions made ready: the call of each case, by the row's index. */
export class CaseDecisions {
  private readonly writes = new Map<number, MethodWrite>();
  private defaultAddress: Promise<string | null> | undefined;

  constructor(
    private readonly scope: ShopScope,
    private readonly decision: AfterSaleDecision,
  ) {}

  /** Whether the shop's addresses were read. */
  get hasReadAddresses(): boolean {
    return this.defaultAddress !== undefined;
  }

  /** The call of a row that `prepare` let pass. */
  writeOf({ index }: CaseRow): MethodWrite {
    const write = this.writes.get(index);
    if (write === undefined) throw new Error('a row that was not made ready');
    return write;
  }

  /** Reads the cases and what their decisions need; gives the rows that cannot be sent. Each fails alone. */
  async prepare(rows: readonly CaseRow[]): Promise<RefusedRow[]> {
    const ends = await boundedParallel(rows, AT_ONCE, (row) => this.ready(row));
    return ends.flatMap((end, at): RefusedRow[] => {
      if (end.status === 'fulfilled') return [];
      const { index, nodeId } = rows[at] ?? { index: at, nodeId: null };
      if (!(end.reason instanceof AppError)) throw end.reason;
      const error = end.reason.detail.path === undefined ? end.reason.with({ path: pathOf(index) }) : end.reason;
      return [{ index, nodeId, error }];
    });
  }

  /** The error as it is, or CONFLICT where the case has changed in the meantime: the platform says the same of both. */
  async inTimeOf(row: CaseRow, error: unknown): Promise<unknown> {
    if (!(error instanceof AppError) || error.code !== 'STATE_FORBIDS') return error;
    const now = await this.read(row).catch(() => null);
    if (now === null || isAsExpected(row, now)) return error;
    // Without the platform's fault: what a caller needs is the version of now.
    const { fault: _, ...detail } = error.detail;
    return new AppError('CONFLICT', undefined, { ...detail, ...conflictOf(row, now), cause: error });
  }

  private async ready(row: CaseRow): Promise<void> {
    const { index, input, nodeId } = row;
    const found = await this.read(row);
    if (found === null) throw new AppError('NOT_FOUND', undefined, { path: pathOf(index, 'afterSaleId') });
    if (!isAsExpected(row, found)) throw new AppError('CONFLICT', undefined, conflictOf(row, found));
    if (!found.allowedDecisions.includes(this.decision))
      throw new AppError('STATE_FORBIDS', "The case's present state forbids the decision.", {
        path: ['input', 'decision'],
        nodeId,
        currentVersion: found.updatedAt.toISOString(),
      });
    const { type, needs } = DECISION_CALLS[this.decision];
    this.writes.set(
      index,
      decisionWrite({
        type,
        caseId: row.native,
        updatedAt: found.updatedAt,
        remark: input.remark ?? null,
        reason: needs === 'refusal' ? await this.reasonOf(row) : null,
        evidenceUrls: input.evidenceUrls ?? [],
        returnAddressId: needs === 'return address' ? await this.addressOf(row) : null,
        parcel: input.exchangeParcel ?? null,
      }),
    );
  }

  private read({ native: id }: CaseRow): Promise<AfterSale | null> {
    this.scope.afterSales.clear(id);
    this.scope.afterSaleDetails.clear(id);
    return this.scope.afterSales.load(id);
  }

  /** The reason among those that the platform takes for this case now. */
  private async reasonOf({ index, input, nodeId, native: id }: CaseRow): Promise<RefusalReason> {
    const reasons = (await this.scope.rejectReasons.load(id))?.reasons ?? [];
    if (reasons.length === 0)
      throw new AppError('STATE_FORBIDS', 'The platform gives no reason to refuse this case now.', {
        path: ['input', 'decision'],
        nodeId,
      });
    const reason = reasons.find(({ code }) => code === input.rejectReasonCode);
    if (reason === undefined) {
      const constraint = 'one of the reasons of the case';
      const path = pathOf(index, 'rejectReasonCode');
      throw new AppError('INVALID_INPUT', `A refusal gives ${constraint}.`, { path, constraint });
    }
    if (reason.needsEvidence && (input.evidenceUrls ?? []).length === 0) {
      const constraint = 'required for this reason';
      const path = pathOf(index, 'evidenceUrls');
      throw new AppError('INVALID_INPUT', `Evidence is ${constraint}.`, { path, constraint });
    }
    return { code: reason.code, words: reason.reason };
  }

  /** The address that is named, or the shop's own for returns: the platform wants one (its page, g.3). */
  private async addressOf({ index, input }: CaseRow): Promise<string> {
    if (input.returnAddressNativeId != null) return input.returnAddressNativeId;
    this.defaultAddress ??= listAddresses(this.scope.client, 1, ADDRESSES).then(
      ({ rows }) => rows.find(({ isDefaultReturn }) => isDefaultReturn)?.id ?? null,
    );
    const address = await this.defaultAddress;
    if (address !== null) return address;
    const constraint = 'required, since the shop has none for returns';
    const path = pathOf(index, 'returnAddressNativeId');
    throw new AppError('INVALID_INPUT', `An address is ${constraint}.`, { path, constraint });
  }
}

const isAsExpected = ({ input }: CaseRow, { updatedAt }: AfterSale): boolean =>
  updatedAt.getTime() === input.expectedUpdatedAt.getTime();

const conflictOf = ({ index, nodeId }: CaseRow, { updatedAt }: AfterSale) => ({
  path: pathOf(index, 'expectedUpdatedAt'),
  nodeId,
  currentVersion: updatedAt.toISOString(),
});
