import { AppError, InputErrors } from '../../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../../errors/stored-error.js';
import { refuseVersion } from '../../subgraph/expected-version.js';
import { boundedParallel } from '../../subgraph/loader.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { StockCall } from '../../subgraph/stock-units.js';
import { toUserError } from '../../subgraph/user-errors.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { planOf, runWrite } from '../../subgraph/write.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { groupOfWrite } from '../group-of-write.js';
import { type CodedUnits, codedUnits } from './coded-units.js';
import { type ShopToLink, shopsToLink } from './shops-to-link.js';
import type { StockItemsAutoLinkInput } from './stock-items-auto-link.input.js';

/** Shops that are read at a time; each has a limit of its own. */
const SHOPS_AT_ONCE = 5;
/** Links of one transaction: it holds up the event loop for as long as it takes. */
const LINKS_AT_ONCE = 200;
/** Ambiguous units that are told. */
const MAX_AMBIGUOUS = 200;
/** Milliseconds of the request that are left for the answer: a shop that is too slow is told of, beside the others. */
const FOR_THE_ANSWER_MS = 1_000;

/** What came of all shops. */
interface Linked {
  readonly linkedCount: number;
  /** Global ids of units. */
  readonly ambiguous: readonly string[];
  readonly failures: readonly AppError[];
}

/** What a payload of `stockItemsAutoLink` is built from. */
export interface AutoLinked {
  readonly linkedCount: number;
  /** Global ids of units; the payload's field reads them. */
  readonly ambiguousIds: readonly string[];
}

/**
 * `stockItemsAutoLink`: reads, and writes nothing upstream. A shop is linked when all of it was read, page by page of what was found; one
 * that fails takes nothing from the others, and leaves the idempotency key free, so that a repeat goes on.
 */
export async function autoLink(
  input: StockItemsAutoLinkInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const group = await groupOfWrite(input.groupId, ctx);
  const { shops, refused } = await shopsToLink(input.shopIds ?? null, group, ctx);
  const { value, base } = await runWrite<Linked>(ctx, inventoryOf(ctx).deps.writes, {
    mutation: 'stockItemsAutoLink',
    shopKey: '',
    input,
    options,
    plan: () => shops.flatMap(({ shop, platform }) => [...(platform.of(shop, callOf(ctx)).planAll?.() ?? [])]),
    intent: { mutation: 'stockItemsAutoLink' },
    send: async () => linkShops(shops, refused, group, ctx),
    standing: ({ failures }) => (failures.length === 0 ? 'done' : 'unsent'),
    encode: ({ failures, ...linked }) => JSON.stringify({ ...linked, failures: failures.map(toStoredError) }),
    decode: (stored) => {
      const { failures, ...linked } = JSON.parse(stored) as Linked & { readonly failures: readonly StoredError[] };
      return { ...linked, failures: failures.map(fromStoredError) };
    },
  });
  const warnings = shops.length === 0 ? [] : ['Each list goes on for as long as there are pages.'];
  return {
    ...base,
    plan: base.plan === null ? null : planOf(base.plan.calls, [...warnings, ...refused.map(({ message }) => message)]),
    userErrors: [...base.userErrors, ...(value?.failures ?? []).map(toUserError)],
    linkedCount: value?.linkedCount ?? 0,
    ambiguousIds: value?.ambiguous ?? [],
  };
}

async function linkShops(
  shops: readonly ShopToLink[],
  refused: readonly AppError[],
  group: ShopGroup,
  ctx: RequestContext,
): Promise<Linked> {
  const call = callOf(ctx);
  const linked = await boundedParallel(shops, SHOPS_AT_ONCE, (shop) => linkShop(shop, call, group, ctx));
  const failures = [...refused];
  let linkedCount = 0;
  const ambiguous: string[] = [];
  for (const [at, result] of linked.entries()) {
    if (result.status === 'fulfilled') {
      linkedCount += result.value.linkedCount;
      ambiguous.push(...result.value.ambiguous);
    } else failures.push(...failuresOf(result.reason, shops[at]));
  }
  if (ambiguous.length > MAX_AMBIGUOUS)
    failures.push(
      new AppError('RESPONSE_TOO_LARGE', `${ambiguous.length} units share their codes; ${MAX_AMBIGUOUS} are listed.`),
    );
  return { linkedCount, ambiguous: ambiguous.slice(0, MAX_AMBIGUOUS), failures };
}

async function linkShop(
  { shop, platform }: ShopToLink,
  call: StockCall,
  { tenantId, key }: ShopGroup,
  ctx: RequestContext,
): Promise<{ readonly linkedCount: number; readonly ambiguous: readonly string[] }> {
  const { items } = inventoryOf(ctx).deps;
  const found: CodedUnits = await codedUnits(shop, platform.of(shop, call));
  let linkedCount = 0;
  for (let start = 0; start < found.units.length; start += LINKS_AT_ONCE)
    linkedCount += await items.link(tenantId, key, found.units.slice(start, start + LINKS_AT_ONCE));
  // Who has linked one of them by hand has said which one it is.
  const byHand = new Set((await items.listingsOfUnits(tenantId, found.ambiguous)).map(({ unitId }) => unitId));
  return { linkedCount, ambiguous: found.ambiguous.filter((unitId) => !byHand.has(unitId)) };
}

/** @throws what is no failure of a platform: a bug */
function failuresOf(error: unknown, shop: ShopToLink | undefined): readonly AppError[] {
  const errors = error instanceof InputErrors ? error.errors : [error];
  return errors.map((one) => {
    if (!(one instanceof AppError)) throw one;
    if (shop === undefined) return one;
    return one.with({ shopId: shopGlobalId(shop.shop.key), platform: shop.shop.platform });
  });
}

function callOf(ctx: RequestContext): StockCall {
  const deadlineAt = ctx.deadlineAt - FOR_THE_ANSWER_MS;
  const left = Math.max(0, Math.ceil(deadlineAt - performance.now()));
  return {
    signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(left)]),
    deadlineAt,
    trace: ctx.trace,
    log: ctx.log,
  };
}
