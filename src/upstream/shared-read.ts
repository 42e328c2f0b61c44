import { DeadlineOver } from './classify.js';
import { Ending, type EndSignal } from './ending.js';
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
  private readonly answer: Promise<UpstreamResponse>;
  private present = 0;

  /**
   * Begins the call.
   * @param onOver told when the call was answered, failed, or was given up: nobody may join it any more
   */
  constructor(
    readonly facts: SharedReadFacts,
    send: (signal: EndSignal) => Promise<UpstreamResponse>,
    private readonly onOver: () => void,
  ) {
    this.answer = send(this.ending);
    this.answer.then(onOver, onOver);
  }

  /** How many wait. */
  get waiting(): number {
    return this.present;
  }

  /**
   * The answer, or the failure, for one of those who wait.
   * @throws AppError DEADLINE_EXCEEDED as soon as the request's signal ends it
   */
  wait(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { signal } = request;
    this.present += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.present -= 1;
        const kind = signal.reason instanceof DeadlineOver ? 'deadline' : 'caller-left';
        reject(upstreamError(request, { kind }, true));
        if (this.present > 0) return;
        this.onOver();
        this.ending.abort(signal.reason);
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      const told =
        <T>(tell: (outcome: T) => void) =>
        (outcome: T): void => {
          signal.removeEventListener('abort', leave);
          tell(outcome);
        };
      this.answer.then(told(resolve), told(reject));
    });
  }
}
