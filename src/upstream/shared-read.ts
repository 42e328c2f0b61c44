import { DeadlineOver } from './classify.js';
import { Ending, type EndSignal, untilEnded } from './ending.js';
import type { UpstreamRequest, UpstreamResponse } from './request.js';
import { upstreamError } from './upstream-error.js';

/** What is known of a read when its call begins. Instants are on the monotonic clock. */
export interface SharedReadFacts {
  readonly startedAt: number;
  /** Deadline of the request that began it: from then on nobody repeats a failed attempt. */
  readonly deadlineAt: number;
  /** `ReadCache.mark` when it began. */
  readonly mark: number;
}

/**
 * One call that several requests wait for. Each waits with its own deadline and may leave for itself; the call ends when
 * nobody waits any more.
 */
export class SharedRead {
  private readonly ending = new Ending();
  /**
   * Null when it is over. What stood in a map of reads outlives its entry: a map is copied now and then, and the copies it
   * leaves are old garbage that keeps young garbage alive, here the rows of the answer, until a full collection.
   */
  private call: { readonly answer: Promise<UpstreamResponse>; readonly onOver: () => void } | null;
  private present = 0;

  /**
   * Begins the call.
   * @param onOver told when the call was answered, failed, or was given up: nobody may join it any more
   */
  constructor(
    readonly facts: SharedReadFacts,
    send: (signal: EndSignal) => Promise<UpstreamResponse>,
    onOver: () => void,
  ) {
    const answer = send(this.ending);
    this.call = { answer, onOver };
    const over = (): void => {
      this.call = null;
      onOver();
    };
    answer.then(over, over);
  }

  /** How many wait. */
  get waiting(): number {
    return this.present;
  }

  /**
   * The answer, or the failure, for one of those who wait.
   * @throws AppError DEADLINE_EXCEEDED as soon as the request's signal ends it
   * @throws Error for a call that is over
   */
  wait(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { signal } = request;
    const { call } = this;
    if (call === null) throw new Error('nobody can wait for a call that is over');
    this.present += 1;
    return untilEnded(
      signal,
      () => call.answer,
      () => {
        this.present -= 1;
        if (this.present === 0) {
          call.onOver();
          this.ending.abort(signal.reason);
        }
        const kind = signal.reason instanceof DeadlineOver ? 'deadline' : 'caller-left';
        return upstreamError(request, { kind }, true);
      },
    );
  }
}
