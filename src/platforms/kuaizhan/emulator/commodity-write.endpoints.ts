import { createdRow } from './commodity.row.js';
import { type Call, type Endpoint, findCommodity, findShop, microsOf } from './endpoint.js';
import { invalid, Refusal } from './envelope.js';
import type { Params } from './params.js';
import { type Commodity, type GroupBuy, type Shop, TYPE } from './records.js';
import { readSpecs } from './specs.js';

const PRICE = { min: 0.01, says: 'must be >= 0.01' };
const NOT_NEGATIVE = { min: 0, says: 'must be >= 0' };
const POSITIVE = { min: 1, says: 'must be >= 1' };
const SHARE = { min: 0, max: 1, says: 'must be between 0 and 1' };

const ORDINARY_ONLY = ['models', 'model_details', 'use_buyer_settings'];
const GROUP_ONLY = ['group_price', 'n_group_members', 'n_group_hours', 'multi_joining'];

type Changes = { -readonly [Key in keyof Commodity]?: Commodity[Key] };

/** Writing commodities: create, update, delete (specification 5.4 - 5.6). */
export const COMMODITY_WRITES: readonly Endpoint[] = [
  { method: 'POST', path: '/v2/ec/commodity/create', answer: (call) => ({ data: create(call) }) },
  {
    method: 'POST',
    path: '/v2/ec/commodity/update',
    answer: (call) => {
      const commodity = findCommodity(call);
      call.state.changeCommodity(
        commodity,
        readChanges(call, commodity.shop, commodity.type, commodity.group),
        call.now(),
      );
      call.effect('commodity.update', commodity.id);
      return { data: '""' };
    },
  },
  {
    method: 'POST',
    path: '/v2/ec/commodity/delete',
    answer: (call) => {
      const commodity = findCommodity(call);
      call.state.removeCommodity(commodity);
      call.effect('commodity.delete', commodity.id);
      return { data: call.rules.deleteAnswers === 'five' ? '5' : String(commodity.shop.commodities.length) };
    },
  },
];

function create(call: Call): string {
  const { params, state } = call;
  const shop = findShop(call, params.required('shop_id'));
  const title = params.required('title');
  const type = params.integer('type') ?? TYPE.ordinary;
  if (!Object.values<number>(TYPE).includes(type)) throw invalid('type');
  if (type === TYPE.groupBuy) for (const name of [...GROUP_ONLY.slice(0, 3), 'amount']) params.required(name);
  const changes = readChanges(call, shop, type, null);
  const hasSpecs = (changes.specs?.units.length ?? 0) > 0;
  if (!hasSpecs && type !== TYPE.groupBuy) for (const name of ['price', 'amount']) params.required(name);
  // A group buy may leave the single price out; the group price is the only one left to show then.
  const price = changes.price ?? changes.group?.price ?? 0;
  const commodity = state.addCommodity({
    ...readOnceOnly(params, type),
    ...changes,
    price,
    shopId: shop.id,
    title,
    type,
    createdAt: call.now(),
  });
  call.effect('commodity.create', commodity.id);
  return createdRow(commodity, microsOf(commodity.id));
}

/** What create and update have in common. Absent parameters change nothing. */
function readChanges(call: Call, shop: Shop, type: number, group: GroupBuy | null): Changes {
  const { params, rules } = call;
  const isOrdinary = type === TYPE.ordinary;
  const isGroupBuy = type === TYPE.groupBuy;
  if (rules.strict) {
    const misplaced = [...(isOrdinary ? [] : ORDINARY_ONLY), ...(isGroupBuy ? [] : GROUP_ONLY)].find((name) =>
      params.has(name),
    );
    if (misplaced !== undefined) throw invalid(`${misplaced} does not belong to commodity type ${type}`);
  }
  return present({
    title: params.filled('title'),
    desc: params.text('desc'),
    keywords: params.text('keywords'),
    globalCategory: params.text('global_category'),
    categoryIds: readCategoryIds(call, shop),
    imageUrls: params.list('attachment_urls'),
    specs: isOrdinary ? readSpecs(params, rules.strict) : undefined,
    price: params.decimal('price', PRICE),
    amount: params.integer('amount', NOT_NEGATIVE),
    originalPrice: params.decimal('original_price', NOT_NEGATIVE),
    freight: params.decimal('freight', NOT_NEGATIVE),
    usesBuyerSettings: isOrdinary ? params.flag('use_buyer_settings') : undefined,
    isOnline: params.flag('is_online'),
    group: isGroupBuy ? readGroup(params, group) : undefined,
  });
}

function readGroup(params: Params, before: GroupBuy | null): GroupBuy {
  return {
    price: params.decimal('group_price', PRICE) ?? before?.price ?? 0,
    members: params.integer('n_group_members', POSITIVE) ?? before?.members ?? 0,
    hours: params.integer('n_group_hours', POSITIVE) ?? before?.hours ?? 0,
    multiJoining: params.flag('multi_joining') ?? before?.multiJoining ?? false,
  };
}

/** What only a create can set. */
function readOnceOnly(params: Params, type: number): Changes {
  const only = params.flag('only_use_score');
  const share = params.decimal('proportion_of_score', SHARE);
  const enabled = params.flag('enable_score');
  // A group buy in the samples knows nothing of points and limits; everything else has their defaults.
  const isGroupBuy = type === TYPE.groupBuy;
  return present({
    points: {
      enabled: enabled ?? (isGroupBuy ? null : false),
      only: only ?? (isGroupBuy ? null : false),
      share: only === true ? 1 : (share ?? (isGroupBuy ? null : 1)),
    },
    unitName: params.text('unit_name'),
    maxCountOfPurchase: params.integer('max_count_of_purchase', POSITIVE),
    enablePurchaseLimit: params.flag('enable_purchase_limit'),
    coupon: {
      startDate: params.text('coupon_start_date') ?? null,
      endDate: params.text('coupon_end_date') ?? null,
      autoRefund: params.flag('coupon_auto_refund') ?? null,
    },
  });
}

function readCategoryIds({ params, state }: Call, shop: Shop): string[] | undefined {
  const ids = params.list('category_ids');
  if (ids?.some((id) => state.categories.get(id)?.shop !== shop)) throw new Refusal('category not found');
  return ids === undefined ? undefined : [...new Set(ids)];
}

function present(changes: { readonly [Key in keyof Changes]: Changes[Key] | undefined }): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Changes;
}
