import { AppError } from '../../errors/app-error.js';
import { fromStoredError, type StoredError, toStoredError } from '../../errors/stored-error.js';
import { refuseVersion } from '../../subgraph/expected-version.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { toUserError } from '../../subgraph/user-errors.js';
import type { PlannedCall } from '../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { planOf, runWrite } from '../../subgraph/write.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop, ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { groupOfWrite } from '../group-of-write.js';
import type { ListingRecord } from '../ports.js';
import type { StockWriteCall } from '../sync/shop-write.js';
import { compareShop, type Drift, Findings } from './shop-comparison.js';
import type { StockReconcileInput } from './stock-reconcile.input.js';

/** Milliseconds of the request that are left for the answer. */
const FOR_THE_ANSWER_MS = 750;
/** Items whose listings are read in one statement. */
const ITEMS_AT_ONCE = 500;

/** What came of it. */
interface Compared {
  readonly drifts: readonly (Omit<Drift, 'listing'> & { readonly listing: ListingRecord })[];
  readonly checkedCount: number;
  readonly failures: readonly AppError[];
}

/**
 * `stockReconcile`: reads the linked units of all shops side by side, and writes what is wanted where that is asked for. A shop that
 * fails, or has more units than there is time for, is told of; the others lose nothing by it.
 */
export async function reconcileStock(
  input: StockReconcileInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const group = await groupOfWrite(input.groupId, ctx);
  const { deps } = inventoryOf(ctx);
  const { byShop, refused } = await linked(input, group, ctx);
  const call = callOf(ctx);
  const { value, base } = await runWrite<Compared>(ctx, deps.writes, {
    mutation: 'stockReconcile',
    shopKey: '',
    input,
    options,
    plan: () => byShop.flatMap(([shop, listings]) => plannedReads(shop, listings, call, ctx)),
    intent: { mutation: 'stockReconcile' },
    // Repairs are journalled by themselves: one that is repeated after a crash is made once.
    send: async (_beforeFirstByte, operationId) => {
      const findings = new Findings();
      const comparison = { tenantId: group.tenantId, operationId, repair: input.repair, call };
      const work = byShop.map(([shop, listings]) => compareShop(deps.engine, comparison, shop, listings, findings));
      await inTime(work, byShop, findings, ctx.deadlineAt - FOR_THE_ANSWER_MS / 2);
      const { drifts, checkedCount, failures } = findings;
      return { drifts: [...drifts], checkedCount, failures: [...failures.values(), ...refused] };
    },
    standing: ({ failures, drifts }) =>
      failures.length === 0 || drifts.some(({ isRepaired }) => isRepaired) ? 'done' : 'unsent',
    encode: ({ failures, ...rest }) => JSON.stringify({ ...rest, failures: failures.map(toStoredError) }),
    decode: (stored) => {
      const { failures, ...rest } = JSON.parse(stored) as Compared & { readonly failures: readonly StoredError[] };
      return { ...rest, failures: failures.map(fromStoredError) };
    },
  });
  const warnings = input.repair ? ['What is written follows from what is read.'] : [];
  const drifts = value?.drifts ?? [];
  const shops = await Promise.all(drifts.map(({ listing }) => ctx.shops.visible(listing.shopKey)));
  for (const { listing } of drifts) inventoryOf(ctx).listings.clear(listing.id);
  return {
    ...base,
    plan: base.plan === null ? null : planOf(base.plan.calls, [...warnings, ...refused.map(({ message }) => message)]),
    userErrors: [...base.userErrors, ...(value?.failures ?? []).map(toUserError)],
    checkedCount: value?.checkedCount ?? 0,
    drifts: drifts.flatMap(({ listing, ...drift }, at) => (shops[at] == null ? [] : [{ ...drift, record: listing }])),
  };
}

/** The listings to compare, by shop, and what of the input cannot be compared. */
async function linked(
  { merchantCodes }: StockReconcileInput,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<{ readonly byShop: (readonly [Shop, ListingRecord[]])[]; readonly refused: readonly AppError[] }> {
  const inventory = inventoryOf(ctx);
  const { items } = inventory.deps;
  const refused: AppError[] = [];
  const shops = new Map((await inventory.shopsOf(group)).map((shop) => [shop.key, shop]));
  const listings = new Map<string, ListingRecord[]>();
  for await (const ids of itemIds(merchantCodes ?? null, group, ctx, refused))
    for (const listing of await items.listingsOfItems(group.tenantId, ids)) {
      const own = listings.get(listing.shopKey);
      if (own === undefined) listings.set(listing.shopKey, [listing]);
      else own.push(listing);
    }
  const byShop: (readonly [Shop, ListingRecord[]])[] = [];
  for (const [key, own] of listings) {
    const shop = shops.get(key);
    if (shop === undefined) continue;
    if (shop.status !== 'SUSPENDED') byShop.push([shop, own]);
    else
      refused.push(new AppError('SHOP_SUSPENDED', undefined, { shopId: shopGlobalId(key), platform: shop.platform }));
  }
  return { byShop, refused };
}

async function* itemIds(
  codes: readonly string[] | null,
  { tenantId, key }: ShopGroup,
  ctx: RequestContext,
  refused: AppError[],
): AsyncGenerator<readonly string[]> {
  const { items } = inventoryOf(ctx).deps;
  if (codes !== null) {
    const found = await items.findByCodes(tenantId, key, [...new Set(codes)]);
    const known = new Set(found.map(({ merchantCode }) => merchantCode));
    for (const [at, code] of codes.entries())
      if (!known.has(code)) {
        const path = ['input', 'merchantCodes', String(at)];
        refused.push(new AppError('NOT_FOUND', 'The group has no stock item of this code.', { path }));
      }
    yield found.map(({ id }) => id);
    return;
  }
  for (let afterCode: string | undefined; ; ) {
    const page = await items.list(tenantId, key, {
      shopKeys: null,
      limit: ITEMS_AT_ONCE,
      ...(afterCode === undefined ? {} : { afterCode }),
    });
    if (page.length > 0) yield page.map(({ id }) => id);
    if (page.length < ITEMS_AT_ONCE) return;
    afterCode = page.at(-1)?.merchantCode;
  }
}

function plannedReads(
  shop: Shop,
  listings: readonly ListingRecord[],
  call: StockWriteCall,
  ctx: RequestContext,
): PlannedCall[] {
  const { writer } = inventoryOf(ctx).deps.engine;
  const units = listings.map(({ unitId }) => unitId);
  return [...(writer.platformOf(shop).of(shop, call).planRead?.(units) ?? [])];
}

/** Waits for all shops, or until the time is over: those that still run are told of. */
async function inTime(
  work: readonly Promise<void>[],
  byShop: readonly (readonly [Shop, unknown])[],
  findings: Findings,
  at: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), Math.max(0, at - performance.now()));
  });
  await Promise.all(
    work.map(async (one, index) => {
      const shop = byShop[index]?.[0];
      if ((await Promise.race([one, over])) === 'over' && shop !== undefined)
        findings.fail(new AppError('DEADLINE_EXCEEDED', 'The time was over before the shop had answered.'), shop);
    }),
  );
  clearTimeout(timer);
}

function callOf({ signal, deadlineAt, trace, log, caller }: RequestContext): StockWriteCall {
  const earlier = deadlineAt - FOR_THE_ANSWER_MS;
  const left = Math.max(0, Math.ceil(earlier - performance.now()));
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(left)]), deadlineAt: earlier, trace, log, caller };
}
