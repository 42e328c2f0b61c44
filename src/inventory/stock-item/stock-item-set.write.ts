import { AppError, InputErrors } from '../../errors/app-error.js';
import { failing, readBack } from '../../subgraph/object-write.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../subgraph/write.js';
import type { ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { groupOfWrite } from '../group-of-write.js';
import { stockItemIdOf } from '../inventory-id.js';
import { wantedListings } from '../listing/wanted-listings.js';
import type { ListingRecord, StockItemChange, StockItemRecord, WantedListing } from '../ports.js';
import { StockItem } from './stock-item.type.js';
import type { StockItemSetInput } from './stock-item-set.input.js';

type Options = WriteOptions | null | undefined;

/** `stockItemSet`: nothing goes upstream. */
export async function setStockItem(input: StockItemSetInput, options: Options, ctx: RequestContext): Promise<object> {
  const group = await groupOfWrite(input.groupId, ctx);
  const change = await changeOf(input, group, options, ctx);
  const { items, writes } = inventoryOf(ctx).deps;
  if (options?.dryRun === true) await rehearse(change, ctx);
  const { value: id, base } = await runWrite<string>(ctx, writes, {
    mutation: 'stockItemSet',
    shopKey: '',
    input,
    options,
    plan: () => [],
    intent: { mutation: 'stockItemSet' },
    send: async () => {
      const result = await items.set(change);
      if (result.kind === 'moved') throw conflict(result.item);
      if (result.kind === 'linked') throw linkedElsewhere(result.links, change);
      return result.item.id;
    },
    encode: (made) => JSON.stringify(made),
    decode: (stored) => String(JSON.parse(stored)),
  });
  return { ...base, stockItem: id === null ? null : await present(id, ctx) };
}

async function changeOf(
  { merchantCode, name, onHand, listings }: StockItemSetInput,
  group: ShopGroup,
  options: Options,
  ctx: RequestContext,
): Promise<StockItemChange> {
  const expected = options?.expectedVersion ?? null;
  const wanted = listings === undefined ? undefined : await wantedListings(listings ?? [], group, ctx);
  return {
    tenantId: group.tenantId,
    groupKey: group.key,
    merchantCode,
    ...(name === undefined ? {} : { name }),
    ...(onHand === undefined ? {} : { onHand }),
    ...(wanted === undefined ? {} : { listings: wanted }),
    shopKeys: await writableShops(group, ctx),
    // No version is written otherwise: any other text is not the present one.
    expectedVersion: expected === null ? null : /^[1-9]\d{0,14}$/.test(expected) ? Number(expected) : 0,
  };
}

/** Shops whose links the caller names: those of others, and of suspended ones, stay as they are. */
async function writableShops(group: ShopGroup, ctx: RequestContext): Promise<Set<string>> {
  const shops = await inventoryOf(ctx).shopsOf(group);
  return new Set(shops.filter(({ status }) => status !== 'SUSPENDED').map(({ key }) => key));
}

/** What the store would refuse, without a change. @throws AppError CONFLICT, InputErrors of ALREADY_EXISTS */
async function rehearse(change: StockItemChange, ctx: RequestContext): Promise<void> {
  const { items } = inventoryOf(ctx).deps;
  const { tenantId, groupKey, merchantCode, listings = [], expectedVersion } = change;
  const [present] = await items.findByCodes(tenantId, groupKey, [merchantCode]);
  if (expectedVersion !== null && present?.version !== expectedVersion) throw conflict(present ?? null);
  const links = await items.listingsOfUnits(tenantId, unitIdsOf(listings));
  const elsewhere = links.filter(({ stockItemId }) => stockItemId !== present?.id);
  if (elsewhere.length > 0) throw linkedElsewhere(elsewhere, change);
}

const unitIdsOf = (listings: readonly WantedListing[]): string[] => listings.map(({ unitId }) => unitId);

function conflict(item: StockItemRecord | null): AppError {
  const known =
    item === null ? {} : { nodeId: stockItemIdOf(item.groupKey, item.id), currentVersion: String(item.version) };
  return new AppError('CONFLICT', undefined, { path: ['options', 'expectedVersion'], ...known });
}

function linkedElsewhere(links: readonly ListingRecord[], { listings = [] }: StockItemChange): InputErrors {
  const units = unitIdsOf(listings);
  return new InputErrors(
    links.map(
      ({ unitId, groupKey, stockItemId }) =>
        new AppError('ALREADY_EXISTS', 'The unit is linked to another stock item.', {
          path: ['input', 'listings', String(units.indexOf(unitId)), 'unitId'],
          nodeId: stockItemIdOf(groupKey, stockItemId),
        }),
    ),
  );
}

/** The item as it is now, or its failing. */
async function present(id: string, ctx: RequestContext): Promise<StockItem | (() => never) | null> {
  const inventory = inventoryOf(ctx);
  inventory.forget(id);
  const { record, failure } = await readBack(() => inventory.items.load(id));
  if (failure !== null) return failing(failure);
  return record === null ? null : new StockItem(record);
}
