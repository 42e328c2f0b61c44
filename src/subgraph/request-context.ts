import type { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import type { Shop } from '../tenants/shop.js';
import type { Caller } from '../tenants/tenant.js';

/** What every resolver may know of the request. Parts add their own context under their name. */
export interface RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** The shops as this caller may see them. */
  readonly shops: ShopAccess;
  /** Ends when the request's deadline passes or the client leaves. */
  readonly signal: AbortSignal;
  /** Monotonic clock (`performance.now()`) at which the request's deadline passes. */
  readonly deadlineAt: number;
  readonly log: Logger;
  readonly trace: CallTrace;
  readonly reads: RequestReads;
  readonly audit: AuditPort;
  /** The context of a part, made at first use. */
  part<T>(name: string): T;
  /**
   * Lets go of what the parts have made, when the operation is over. What still runs then, after an error that left nothing of
   * the answer, is given a new context of its part.
   */
  release(): void;
}

/** How far the reads of a request may be answered without a call of their own (docs/decisions/013-reading-again.md). */
export interface RequestReads {
  /** One text for the caller's set of scopes: answers are shared among callers of one set alone. */
  readonly scopes: string;
  /** Milliseconds: an answer younger than that is as good as a new one. */
  maxAgeMs: number;
  /** Milliseconds beyond `maxAgeMs` that an answer may be older when the platform gives none. */
  staleIfErrorMs: number;
  /** Whether an identical call of another request may be waited for. Without it every read is a call, none is kept. */
  mayJoin: boolean;
}

/** Makes every further read of a request a call of its own: no write decides by, or shows, what was read before. */
export function readLiveOnly(reads: RequestReads): void {
  reads.maxAgeMs = 0;
  reads.staleIfErrorMs = 0;
  reads.mayJoin = false;
}

/** The shops of a tenant, seen with one caller's grants. Answers are remembered for the request. */
export interface ShopAccess {
  /** A shop the caller may see; null for a missing, a foreign and an ungranted one alike. */
  visible(shopKey: string): Promise<Shop | null>;
  /**
   * A shop the caller may write to.
   * @throws AppError NOT_FOUND for a missing or another tenant's shop, PERMISSION_DENIED for an ungranted one of the
   * tenant, SHOP_SUSPENDED for a suspended one
   */
  writable(shopKey: string): Promise<Shop>;
  /** The same for a shop in any state: a suspended one is resumed, and administered, this way. */
  owned(shopKey: string): Promise<Shop>;
}

/** Where the guard leaves a row before a write and its outcome after it. */
export interface AuditPort {
  begin(row: {
    tenantId: string;
    shopKey: string | null;
    actor: string;
    action: string;
    nodeId: string | null;
    requestId: string;
  }): Promise<number>;
  finish(id: number, outcome: string, made?: { readonly nodeId?: string; readonly shopKey?: string }): Promise<void>;
}

/** What a part gives to each request. */
export interface PartContext {
  /** Name of the part: in `SUBGRAPHS`, and of `schema/<name>.graphql`. */
  readonly name: string;
  /** Makes this part's own context of a request; called once per request, at first use. */
  readonly contextFor: (request: RequestContext) => unknown;
}

/** What a context is made of. */
export interface RequestFacts extends Omit<RequestContext, 'part' | 'log' | 'release'> {
  /** Makes the request's own logger: most requests have nothing to log but their one line. */
  readonly log: () => Logger;
}

/** Makes the context of one request. Nothing it holds outlives the request (reliability R1). */
export const createRequestContext = (facts: RequestFacts, parts: readonly PartContext[]): RequestContext =>
  new Context(facts, parts);

/**
 * A class, for the sake of its getter: V8 makes a new hidden class of every object literal that has one, in old space, and
 * the young collector keeps alive what that class points to: the getter, and by it the whole request with its rows.
 */
class Context implements RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly shops: ShopAccess;
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
  readonly trace: CallTrace;
  readonly reads: RequestReads;
  readonly audit: AuditPort;
  /** Emptied, never replaced: Apollo Server runs an operation with a copy of its context, and the two share this. */
  private readonly made = new Map<string, unknown>();
  private ownLog: Logger | undefined;

  constructor(
    private readonly facts: RequestFacts,
    private readonly parts: readonly PartContext[],
  ) {
    this.requestId = facts.requestId;
    this.caller = facts.caller;
    this.shops = facts.shops;
    this.signal = facts.signal;
    this.deadlineAt = facts.deadlineAt;
    this.trace = facts.trace;
    this.reads = facts.reads;
    this.audit = facts.audit;
  }

  get log(): Logger {
    this.ownLog ??= this.facts.log();
    return this.ownLog;
  }

  part<T>(name: string): T {
    if (!this.made.has(name)) {
      const part = this.parts.find((candidate) => candidate.name === name);
      if (part === undefined) throw new Error(`part ${name} is not served by this process`);
      this.made.set(name, part.contextFor(this));
    }
    return this.made.get(name) as T;
  }

  release(): void {
    this.made.clear();
  }
}
