/** One upstream call of a request, as `extensions.upstream.calls` shows it. */
export interface TracedCall {
  readonly platform: string;
  /** Global id of the shop. */
  readonly shop: string;
  /** As `@upstream` writes it without the platform, e.g. `GET /v2/ec/commodity/list`. */
  readonly operation: string;
  /** Ids or rows in the call. */
  readonly batchSize: number;
  readonly source: 'LIVE' | 'CACHE' | 'STALE_CACHE';
  readonly attempts: number;
  readonly durationMs: number;
  /** `OK` or an error code; for metrics, not shown. */
  readonly outcome: string;
}

/** The upstream calls of one request. The outbound pipe writes it, cost and `extensions.upstream` read it. */
export class CallTrace {
  readonly calls: TracedCall[] = [];
  /** Writes whose first byte may have left; tells "too late" from "outcome unknown" when the deadline ends a mutation. */
  writesSent = 0;
  private readonly unbatchedPaths = new Set<string>();

  /** Records a finished call, failed ones too. */
  record(call: TracedCall): void {
    this.calls.push(call);
  }

  /** Notes that the field at this path costs one call for each value, since the platform has no batch form. */
  noteUnbatched(fieldPath: string): void {
    this.unbatchedPaths.add(fieldPath);
  }

  /** Response paths (list indices left out) of fields that could not be batched. */
  get unbatched(): string[] {
    return [...this.unbatchedPaths];
  }
}
