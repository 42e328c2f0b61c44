/** One question of a request to a platform, however it was answered, as `extensions.upstream.calls` shows it. */
export interface TracedCall {
  readonly platform: string;
  /** Global id of the shop. */
  readonly shop: string;
  /** As `@upstream` writes it without the platform, e.g. `GET /v2/ec/commodity/list`. */
  readonly operation: string;
  /** Ids or rows in the call. */
  readonly batchSize: number;
  readonly source: 'LIVE' | 'CACHE' | 'STALE_CACHE';
  /** Set when the answer is that of another request's identical call, which this one waited for. */
  readonly joined?: true;
  /** Times the platform was asked for this request: 0 for a joined call, and for one answered from the cache. */
  readonly attempts: number;
  readonly durationMs: number;
  /** `OK` or an error code; for metrics, not shown. */
  readonly outcome: string;
}

/** What one request asked of platforms. The outbound pipe writes it, cost and `extensions.upstream` read it. */
export class CallTrace {
  readonly calls: TracedCall[] = [];
  /** Writes whose first byte may have left; tells "too late" from "outcome unknown" when the deadline ends a mutation. */
  writesSent = 0;
  /** Objects made for the answer. */
  objects = 0;
  /** Errors of parts that lists are given without; told beside the answer. */
  missing?: Error[];
  private readonly unbatchedPaths = new Set<string>();

  /** Records a finished call, failed ones too. */
  record(call: TracedCall): void {
    this.calls.push(call);
  }

  /** Notes that the field at this path costs one call for each value, since the platform has no batch form. */
  noteUnbatched(fieldPath: string): void {
    this.unbatchedPaths.add(fieldPath);
  }

  /** Calls that went to a platform for this request: what it is charged for. */
  get made(): number {
    return this.calls.filter(({ attempts }) => attempts > 0).length;
  }

  /** Response paths (list indices left out) of fields that could not be batched. */
  get unbatched(): string[] {
    return [...this.unbatchedPaths];
  }
}
