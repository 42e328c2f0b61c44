export {
  countCommodities,
  getCommoditiesByIds,
  getCommodity,
  type ListCommoditiesParams,
  listCommodities,
  MAX_COMMODITY_IDS,
} from './commodity-read.js';
export type { CommodityRecord, VariantRecord } from './commodity-record.js';
export {
  type CreateCommodityParams,
  createCommodity,
  deleteCommodity,
  planCreateCommodity,
  planDeleteCommodity,
  planUpdateCommodity,
  type UpdateCommodityParams,
  updateCommodity,
} from './commodity-write.js';
