import { setMaxListeners } from 'node:events';
import { DeadlineOver } from '../classify.js';
import type { Clock } from '../clock.js';
import { Ending, untilEnded } from '../ending.js';
import { changed, type Policy, type Send, type UpstreamRequest, type UpstreamResponse } from '../request.js';
import { upstreamError } from '../upstream-error.js';

/**
 * One time budget for all attempts and all waiting between them (reliability R17): a retry spends what is left, it
 * never starts a new budget. A read ends at the deadline whatever it waits for. A write ends there only while nothing
 * was sent; afterwards it is finished, within the time of its one try, so that its outcome can be journalled (R26).
 * @param deadlineAt on the monotonic clock
 */
export const deadline = (deadlineAt: number, clock: Clock): Policy => ({
  name: 'deadline',
  send: async (request, next) => {
    const left = deadlineAt - clock.now();
    if (left <= 0) throw upstreamError(request, { kind: 'deadline' }, false);
    if (request.signal.aborted) throw upstreamError(request, { kind: 'caller-left' }, false);
    const { signal } = request;
    const ending = new Ending();
    const timer = setTimeout(() => ending.abort(new DeadlineOver('the deadline passed')), left);
    const follow = (): void => ending.abort(clock.now() >= deadlineAt ? new DeadlineOver() : signal.reason);
    // Every call of a request listens to the one signal; Node would warn of a leak at the eleventh.
    if (signal instanceof EventTarget) setMaxListeners(0, signal);
    signal.addEventListener('abort', follow, { once: true });
    const bounded = changed(request, { signal: ending });
    try {
      return await (request.endpoint.kind === 'read' ? endedBy(bounded, next) : next(bounded));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', follow);
    }
  },
});

/** A read is over at its signal even when a step below, such as a token refresh, does not listen to it. */
const endedBy = (request: UpstreamRequest, next: Send): Promise<UpstreamResponse> =>
  untilEnded(
    request.signal,
    () => next(request),
    () => {
      const kind = request.signal.reason instanceof DeadlineOver ? 'deadline' : 'caller-left';
      return upstreamError(request, { kind }, true);
    },
  );
