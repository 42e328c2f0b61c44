import { AsyncLocalStorage } from 'node:async_hooks';
import { CallTrace, type TracedCall } from '../../log/call-trace.js';

/** The calls of one shop's write, told to the request's own trace too; counts the tries of each call for itself. */
export class TryCount extends CallTrace {
  private readonly counting = new AsyncLocalStorage<{ most: number }>();

  constructor(private readonly whole: CallTrace) {
    super();
  }

  override record(call: TracedCall): void {
    this.whole.record(call);
    const count = this.counting.getStore();
    if (count !== undefined) count.most = Math.max(count.most, call.attempts);
  }

  /** Runs a call. @param tell gets the most tries that were made of anything in it, whatever becomes of it */
  async around<T>(work: () => Promise<T>, tell: (tries: number) => void): Promise<T> {
    const count = { most: 0 };
    try {
      return await this.counting.run(count, work);
    } finally {
      tell(count.most);
    }
  }
}
