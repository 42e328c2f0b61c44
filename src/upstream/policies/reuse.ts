import { tupleKey } from '../../tenants/key-tuple.js';
import { FAILURES } from '../classify.js';
import type { Clock } from '../clock.js';
import { type LineKeyParts, lineKey } from '../line-key.js';
import type { KeptAnswer, ReadCache } from '../read-cache.js';
import type { AnswerSource, Policy, Send, UpstreamRequest, UpstreamResponse } from '../request.js';
import { SharedRead } from '../shared-read.js';
import { failureOf } from '../upstream-error.js';

/** How far the reads of a request may be answered without a call of their own; it may change while the request runs. */
export interface ReadReuse {
  /** One text for the caller's set of scopes: answers are shared among callers of one set alone. */
  readonly scopes: string;
  /** Milliseconds: an answer younger than that is as good as a new one. */
  readonly maxAgeMs: number;
  /** Milliseconds beyond `maxAgeMs` that an answer may be older when the platform gives none. */
  readonly staleIfErrorMs: number;
  /** Whether an identical call in flight may be waited for. Without it every read is a call, and nothing is kept. */
  readonly mayJoin: boolean;
}

/** What tells the answers of one shop from those of others: its line, its credentials, its settings. */
export type ShopParts = Pick<LineKeyParts, 'tenantId' | 'shopKey' | 'environment' | 'platform'> &
  Required<Pick<LineKeyParts, 'credentialVersion' | 'settingsAt'>>;

/** What the policy works with. */
export interface ReuseOptions {
  readonly cache: ReadCache;
  readonly parts: ShopParts;
  /** Key of the line itself, whose writes end its answers. */
  readonly line: string;
  /** Absent for callers other than requests: all their reads are live. */
  readonly reads: ReadReuse | undefined;
  /** On the monotonic clock. */
  readonly deadlineAt: number;
  readonly clock: Clock;
}

/**
 * Answers a read by one kept from before, if the request takes an older one, or by an identical call in flight; keeps
 * what the request may use again; lets a kept answer stand in where the platform gives none. A write ends the answers of
 * its shop when it begins, since they may be over at any instant from then on, and when it ends, whatever became of it.
 */
export const reuse = (options: ReuseOptions): Policy => ({
  name: 'reuse',
  send: (request, next) => {
    if (request.endpoint.kind === 'write') return writing(options, request, next);
    const { reads } = options;
    if (reads?.mayJoin !== true || !request.endpoint.mayBeKept) return next(request);
    const { maxAgeMs, staleIfErrorMs } = reads;
    return new ReusableRead(options, { maxAgeMs, staleIfErrorMs }, keyOf(options.parts, reads, request)).answer(
      request,
      next,
    );
  },
});

async function writing({ cache, line }: ReuseOptions, request: UpstreamRequest, next: Send): Promise<UpstreamResponse> {
  cache.noteWrite(line);
  try {
    return await next(request);
  } finally {
    cache.noteWrite(line);
  }
}

/** The arguments are canonical as they are: an endpoint writes its fields in one order. */
function keyOf(parts: ShopParts, { scopes }: ReadReuse, { endpoint, query, form, json }: UpstreamRequest): string {
  const args = [String(query.length)];
  for (const [name, value] of query) args.push(name, value);
  for (const [name, value] of form) args.push(name, value);
  if (json !== undefined) args.push(json);
  // Each part by its name: spreading an object costs more than all else here.
  return lineKey({
    tenantId: parts.tenantId,
    shopKey: parts.shopKey,
    environment: parts.environment,
    platform: parts.platform,
    operation: endpoint.name,
    args: tupleKey(args),
    credentialVersion: parts.credentialVersion,
    scopes,
    settingsAt: parts.settingsAt,
  });
}

const again = (
  { response: { status, body, bytes, receivedAt } }: KeptAnswer,
  source: AnswerSource,
): UpstreamResponse => ({
  status,
  body,
  bytes,
  receivedAt,
  attempts: 0,
  source,
});

/** The shortest and the longest time for which the retry policy waits, in milliseconds. */
const SHORTEST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

/** One read that may be answered by another's call. */
class ReusableRead {
  constructor(
    private readonly options: ReuseOptions,
    private readonly ages: Pick<ReadReuse, 'maxAgeMs' | 'staleIfErrorMs'>,
    private readonly key: string,
  ) {}

  async answer(request: UpstreamRequest, next: Send): Promise<UpstreamResponse> {
    const { maxAgeMs, staleIfErrorMs } = this.ages;
    const kept = maxAgeMs > 0 ? this.kept(maxAgeMs) : null;
    if (kept !== null) return again(kept, 'CACHE');
    try {
      return await this.live(request, next);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null || FAILURES[failure.kind].keptAnswer !== 'stands-in') throw error;
      const older = staleIfErrorMs > 0 ? this.kept(maxAgeMs + staleIfErrorMs) : null;
      if (older === null) throw error;
      return { ...again(older, 'STALE_CACHE'), standsInFor: error };
    }
  }

  private kept(ageMs: number): KeptAnswer | null {
    const now = this.options.clock.now();
    const found = this.options.cache.find(this.key, this.options.line, now);
    return found !== null && now - found.askedAt < ageMs ? found : null;
  }

  /** Waits for the identical call in flight, or begins one for this request and for those who join it. */
  private async live(request: UpstreamRequest, next: Send): Promise<UpstreamResponse> {
    const { cache, line } = this.options;
    for (;;) {
      const running = cache.running.get(this.key);
      const isJoined = running !== undefined && cache.holds(line, running.facts.mark);
      const read = isJoined ? running : this.begin(request, next);
      try {
        const response = await read.wait(request);
        return this.keepable(read, isJoined ? { ...response, attempts: 0, isJoined } : response);
      } catch (error) {
        if (!isJoined || request.signal.aborted || !this.wasCutShort(read, error)) throw error;
      }
    }
  }

  private begin(request: UpstreamRequest, next: Send): SharedRead {
    const { cache, clock, deadlineAt } = this.options;
    const { key } = this;
    const read = new SharedRead(
      { startedAt: clock.now(), deadlineAt, mark: cache.mark },
      (signal) =>
        next({ ...request, signal }).catch((error: unknown) => {
          const failure = failureOf(error);
          if (failure !== null && FAILURES[failure.kind].keptAnswer === 'is-over') cache.forget(key);
          throw error;
        }),
      () => {
        if (cache.running.get(key) === read) cache.running.delete(key);
      },
    );
    cache.running.set(key, read);
    return read;
  }

  /**
   * Whether a joined call failed for the want of time of the request that began it, so that one with noticeably more
   * time has to ask for itself: that request was over, or too near its end for one more attempt.
   */
  private wasCutShort({ facts }: SharedRead, error: unknown): boolean {
    const { clock, deadlineAt } = this.options;
    const failure = failureOf(error);
    if (failure === null || deadlineAt - facts.deadlineAt < SHORTEST_WAIT_MS) return false;
    if (failure.kind === 'deadline' || failure.kind === 'caller-left') return true;
    return FAILURES[failure.kind].isRepeated && clock.now() + LONGEST_WAIT_MS >= facts.deadlineAt;
  }

  /** The answer with leave to keep it, for as long as this request could use it. */
  private keepable({ facts }: SharedRead, response: UpstreamResponse): UpstreamResponse {
    const { maxAgeMs, staleIfErrorMs } = this.ages;
    if (maxAgeMs + staleIfErrorMs <= 0) return response;
    const { cache, line } = this.options;
    const { status, body, bytes, receivedAt } = response;
    const { startedAt: askedAt, mark } = facts;
    const until = askedAt + maxAgeMs + staleIfErrorMs;
    const answer = { response: { status, body, bytes, receivedAt }, askedAt, until, mark };
    return { ...response, keep: () => cache.keep(this.key, line, answer) };
  }
}
