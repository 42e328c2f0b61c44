import type { KuaizhanClient } from '../client.js';
import { type Fields, yuanFromFen } from '../encode.js';
import { ENDPOINTS } from '../endpoints.js';
import { NO_VARIANTS, type OptionValues, type VariantToWrite, writeVariants } from '../model-details.js';
import { type PlannedWrite, plannedCall } from '../planned-call.js';
import { type CommodityRecord, toCommodity } from './commodity-record.js';

/** What create and update have in common; absent values are not sent. */
interface CommodityValues {
  readonly desc?: string;
  /** Pictures; the first is the cover. */
  readonly attachmentUrls?: readonly string[];
  readonly globalCategory?: string;
  readonly categoryIds?: readonly string[];
  readonly keywords?: string;
  /** Units with options. An empty list sends both fields as `{}`, which clears the options on an update. */
  readonly variants?: readonly VariantToWrite[];
  /** Their options, where the order is known; otherwise it is the order in which the units have them. */
  readonly options?: readonly OptionValues[];
  readonly priceFen?: number;
  readonly amount?: number;
  readonly usesBuyerSettings?: boolean;
  readonly groupPriceFen?: number;
  readonly groupMembers?: number;
  readonly groupHours?: number;
  readonly multiJoining?: boolean;
  readonly originalPriceFen?: number;
  readonly freightFen?: number;
  readonly isOnline?: boolean;
}

/** A commodity to create (the platform's page, section 5.4). */
export interface CreateCommodityParams extends CommodityValues {
  readonly shopId: string;
  readonly title: string;
  /** 100 ordinary, 200 group buy. */
  readonly kindCode?: number;
  /** Opaque text: the platform documents no format. */
  readonly couponStart?: string;
  readonly couponEnd?: string;
  readonly couponAutoRefund?: boolean;
  readonly couponType?: string;
  readonly scoreEnabled?: boolean;
  readonly scoreOnly?: boolean;
  readonly scoreShare?: number;
  readonly unitName?: string;
  readonly maxPurchase?: number;
  readonly purchaseLimited?: boolean;
}

/** A change of a commodity (section 5.5): nothing else can be changed. */
export interface UpdateCommodityParams extends CommodityValues {
  readonly id: string;
  readonly title?: string;
}

/** Runs once, right before the first byte of a write may leave; its failure stops the write. */
export type BeforeFirstByte = () => Promise<void>;

const yuan = (fen: number | undefined): number | undefined => (fen === undefined ? undefined : yuanFromFen(fen));

function valueFields(params: CommodityValues): Fields {
  const { variants, options } = params;
  const written =
    variants === undefined ? undefined : variants.length === 0 ? NO_VARIANTS : writeVariants(variants, options);
  return [
    ['desc', params.desc],
    ['attachment_urls', params.attachmentUrls],
    ['global_category', params.globalCategory],
    ['category_ids', params.categoryIds],
    ['keywords', params.keywords],
    ['models', written && { jsonText: written.models }],
    ['model_details', written && { jsonText: written.modelDetails }],
    ['price', yuan(params.priceFen)],
    ['amount', params.amount],
    ['use_buyer_settings', params.usesBuyerSettings],
    ['group_price', yuan(params.groupPriceFen)],
    ['n_group_members', params.groupMembers],
    ['n_group_hours', params.groupHours],
    ['multi_joining', params.multiJoining],
    ['original_price', yuan(params.originalPriceFen)],
    ['freight', yuan(params.freightFen)],
    ['is_online', params.isOnline],
  ];
}

const createFields = (params: CreateCommodityParams): Fields => [
  ['shop_id', params.shopId],
  ['title', params.title],
  ['type', params.kindCode],
  ...valueFields(params),
  ['coupon_start_date', params.couponStart],
  ['coupon_end_date', params.couponEnd],
  ['coupon_auto_refund', params.couponAutoRefund],
  ['coupon_type', params.couponType],
  ['enable_score', params.scoreEnabled],
  ['only_use_score', params.scoreOnly],
  ['proportion_of_score', params.scoreShare],
  ['unit_name', params.unitName],
  ['max_count_of_purchase', params.maxPurchase],
  ['enable_purchase_limit', params.purchaseLimited],
];

const updateFields = (params: UpdateCommodityParams): Fields => [
  ['commodity_id', params.id],
  ['title', params.title],
  ...valueFields(params),
];

const deleteFields = (id: string): Fields => [['commodity_id', id]];

/** What `createCommodity` would send. @throws RangeError for variants that cannot be written */
export const planCreateCommodity = (params: CreateCommodityParams): PlannedWrite =>
  plannedCall(ENDPOINTS.commodityCreate, createFields(params));

/** What `updateCommodity` would send. @throws RangeError for variants that cannot be written */
export const planUpdateCommodity = (params: UpdateCommodityParams): PlannedWrite =>
  plannedCall(ENDPOINTS.commodityUpdate, updateFields(params));

/** What `deleteCommodity` would send. */
export const planDeleteCommodity = (id: string): PlannedWrite =>
  plannedCall(ENDPOINTS.commodityDelete, deleteFields(id));

/**
 * Creates a commodity; the answer has no shop inside.
 * @throws AppError OUTCOME_UNKNOWN also for a success without the commodity; RangeError for variants that cannot be
 * written
 */
export const createCommodity = async (
  client: KuaizhanClient,
  params: CreateCommodityParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<CommodityRecord> =>
  client.call({ endpoint: ENDPOINTS.commodityCreate, fields: createFields(params), beforeFirstByte }, toCommodity);

/**
 * Changes a commodity. The platform answers with nothing: read it back.
 * @throws AppError NOT_FOUND when there is none; RangeError for variants that cannot be written
 */
export const updateCommodity = async (
  client: KuaizhanClient,
  params: UpdateCommodityParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<void> =>
  client.call({ endpoint: ENDPOINTS.commodityUpdate, fields: updateFields(params), beforeFirstByte }, () => undefined);

/**
 * Deletes a commodity. What the platform answers means nothing that is known.
 * @throws AppError NOT_FOUND when there is none
 */
export const deleteCommodity = (client: KuaizhanClient, id: string, beforeFirstByte: BeforeFirstByte): Promise<void> =>
  client.call({ endpoint: ENDPOINTS.commodityDelete, fields: deleteFields(id), beforeFirstByte }, () => undefined);
