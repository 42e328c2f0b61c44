import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.js';

/** What is left of a caller's budget, in cost points. */
export interface CostStatus {
  readonly remaining: number;
  /** Points that come back every second. */
  readonly restoreRate: number;
  /** Points of a full budget. */
  readonly limit: number;
  /** When the budget is full again, if nothing more is asked. */
  readonly resetsAt: Date;
}

/** Lets operations in by their estimated cost, one budget per API key (reliability R30). */
export interface CostGate {
  /**
   * Takes the estimated cost out of the key's budget.
   * @throws AppError COST_LIMIT_EXCEEDED when one operation may never cost so much, RATE_LIMITED with `retryAfterMs`
   * when the budget is used up for now
   */
  admit(keyId: string, requested: number): CostStatus;
  /** Corrects the budget once the true cost is known; with 0 and 0 it only tells the status. */
  settle(keyId: string, requested: number, actual: number): CostStatus;
  /** The status, nothing taken. */
  status(keyId: string): CostStatus;
}

/** The figures of reliability R30. */
export interface CostLimits {
  /** Most points of one operation. */
  readonly perRequest: number;
  /** Points of a full budget. */
  readonly capacity: number;
  /** Points that come back every second. */
  readonly restoreRate: number;
  /** Budgets kept at once; the one unused for longest is forgotten, which makes it full again. */
  readonly maxKeys: number;
}

const DEFAULTS: CostLimits = { perRequest: 1000, capacity: 2000, restoreRate: 200, maxKeys: 10_000 };
const MAX_RETRY_AFTER_MS = 60_000;

interface Bucket {
  points: number;
  /** Monotonic milliseconds at which `points` was true. */
  at: number;
}

/** Makes the gate of this process. */
export function createCostGate(
  limits: Partial<CostLimits> = {},
  now: () => number = () => performance.now(),
): CostGate {
  const { perRequest, capacity, restoreRate, maxKeys } = { ...DEFAULTS, ...limits };
  const buckets = new LRUCache<string, Bucket>({ max: maxKeys });

  const refilled = (keyId: string): Bucket => {
    const at = now();
    const bucket = buckets.get(keyId) ?? { points: capacity, at };
    bucket.points = Math.min(capacity, bucket.points + ((at - bucket.at) / 1000) * restoreRate);
    bucket.at = at;
    buckets.set(keyId, bucket);
    return bucket;
  };
  const statusOf = ({ points }: Bucket): CostStatus => ({
    remaining: Math.max(0, Math.floor(points)),
    restoreRate,
    limit: capacity,
    resetsAt: new Date(Date.now() + ((capacity - points) / restoreRate) * 1000),
  });

  return {
    admit(keyId, requested) {
      if (requested > perRequest)
        throw new AppError(
          'COST_LIMIT_EXCEEDED',
          `The operation is estimated at ${requested} cost points; at most ${perRequest} are allowed. Ask for fewer objects or shops at a time.`,
        );
      const bucket = refilled(keyId);
      if (bucket.points < requested) {
        const missing = ((requested - bucket.points) / restoreRate) * 1000;
        throw new AppError('RATE_LIMITED', "The caller's cost budget is used up for now.", {
          retryAfterMs: Math.min(MAX_RETRY_AFTER_MS, Math.ceil(missing)),
        });
      }
      bucket.points -= requested;
      return statusOf(bucket);
    },
    settle(keyId, requested, actual) {
      const bucket = refilled(keyId);
      bucket.points = Math.max(-capacity, Math.min(capacity, bucket.points + requested - actual));
      return statusOf(bucket);
    },
    status: (keyId) => statusOf(refilled(keyId)),
  };
}
