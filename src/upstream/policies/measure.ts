import type { Clock } from '../clock.js';
import type { LatencyWindow } from '../latency-window.js';
import type { Policy } from '../request.js';

/** Notes how long each answered attempt took, without the waiting before it, and before it is read. */
export const measure = (window: LatencyWindow, clock: Clock): Policy => ({
  name: 'measure',
  send: (request, next) => {
    const startedAt = clock.now();
    return next(request).then((response) => {
      window.note((response.answeredAt ?? clock.now()) - startedAt);
      return response;
    });
  },
});
