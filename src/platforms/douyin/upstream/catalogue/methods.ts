import { type DouyinMethod, privateRead, read, write } from './douyin-method.js';

export type { DouyinMethod } from './douyin-method.js';

/** Ships with our own id, so that a repeat gives the first answer (reliability section 4). */
const SHIPS_ONCE = { idempotencyParameter: 'request_id', isRepeatable: true } as const;
/** Stock is repeatable since the id is always sent, for absolute values too (reliability section 4). */
const stockOnce = (...repeated: string[]) =>
  ({ idempotencyParameter: 'idempotent_id', isRepeatable: true, repeated }) as const;
/** The cloud warehouse refuses a number it knows; what the first call made is not told (the platform's page, g.9). */
const cloudOrder = (idempotencyParameter: string) =>
  ({ idempotencyParameter, repeated: ['1249', '1271', '62301121', '62302632'] }) as const;
/** Each text of a batch is told by itself, though the answer as a whole is a refusal. */
const SOME_FAIL = { batchLimit: 50, partial: ['300008'] } as const;
/** A call of several elements whose answer tells of each of them (the platform's page, f.6 and g). */
const TELLS_EACH = { tellsEach: true } as const;
/** The same parcel of the same order gets the same waybill (D10), where its id is told. */
const WAYBILL = { idempotencyParameter: 'pack_id' } as const;

/**
 * The methods that are called by name, as data: their facts are those of the platform's page, sections f and g. Where it does
 * not say how pages are counted, as for the promotion ids, creators and activities of the alliance, they are taken to begin
 * with 1 like its targeted plans.
 */
export const METHODS = {
  tokenCreate: write('token.create'),
  tokenRefresh: write('token.refresh'),

  productList: read('product.listV2', { batchLimit: 100, pageBase: 1 }),
  productDetail: read('product.detail', { missing: ['4', '2010058'] }),
  productCreate: write('product.addV2'),
  productEdit: write('product.editV2'),
  productOnline: write('product.setOnline'),
  productOffline: write('product.setOffline'),
  productDelete: write('product.del'),
  productCategoryProperties: read('product.getCatePropertyV2'),
  skuList: read('sku.list', { missing: ['4'] }),
  skuDetail: read('sku.detail', { missing: ['20050'] }),
  skuStock: read('sku.stockNum', { missing: ['20050'] }),
  skuStockSync: write('sku.syncStock', stockOnce('40010')),
  skuStockSyncBatch: write('sku.syncStockBatch', { ...stockOnce('2010021'), batchLimit: 50 }),
  skuStockSyncProducts: write('sku.syncStockBatchMultiProducts', {
    ...stockOnce('-40010'),
    ...TELLS_EACH,
    batchLimit: 50,
  }),
  skuPriceEdit: write('sku.editPrice'),
  skuCodeEdit: write('sku.editCode'),
  shopCategories: read('shop.getShopCategory'),
  shopBrands: read('shop.brandList'),
  brandList: read('brand.list', { batchLimit: 50 }),
  addressList: privateRead('address.list', { pageBase: 1 }),
  materialUploadImage: write('material.uploadImageSync'),
  materialDetail: read('material.queryMaterialDetail'),

  orderSearch: privateRead('order.searchList', { batchLimit: 100, pageBase: 0 }),
  orderDetail: privateRead('order.orderDetail', { missing: ['20001', '20014', '20015'] }),
  orderRemark: write('order.addOrderRemark'),
  orderAddressModify: write('order.addressModify'),
  orderAddressConfirm: write('order.addressConfirm'),
  orderAmountUpdate: write('order.updateOrderAmount'),
  orderPostageUpdate: write('order.updatePostAmount'),
  orderSerialNumberAdd: write('order.addSerialNumber'),
  orderDecrypt: privateRead('order.batchDecrypt', SOME_FAIL),
  orderMask: privateRead('order.batchSensitive', SOME_FAIL),
  orderViewReport: write('antispam.orderQuery'),

  orderShip: write('order.logisticsAdd'),
  orderShipParcels: write('order.logisticsAddMultiPack', { ...SHIPS_ONCE, ...TELLS_EACH }),
  orderShipTogether: write('order.logisticsAddSinglePack', SHIPS_ONCE),
  orderShipmentEdit: write('order.logisticsEdit'),
  orderParcelEdit: write('order.logisticsEditByPack'),
  carrierList: read('order.logisticsCompanyList'),
  parcelTrack: privateRead('logistics.trackNoRouteDetail', { missing: ['-10004', '10015'] }),
  // Each parcel of ours has an id, so that it may be asked for again.
  waybillCreate: write('logistics.newCreateOrder', { ...WAYBILL, ...TELLS_EACH, isRepeatable: true, batchLimit: 50 }),
  waybillPrintData: privateRead('logistics.waybillApply'),
  waybillCancel: write('logistics.cancelOrder'),
  carrierReach: privateRead('logistics.getOutRange'),
  carrierSubscriptions: privateRead('logistics.listShopNetsite'),

  warehouseList: read('warehouse.list', { batchLimit: 100, pageBase: 0 }),
  warehouseInfo: read('warehouse.info', { missing: ['20002'] }),
  warehouseCreate: write('warehouse.create'),
  warehouseCreateBatch: write('warehouse.createBatch'),
  warehouseEdit: write('warehouse.edit'),
  warehouseAreaSet: write('warehouse.setAddr'),
  warehouseAreasSet: write('warehouse.setAddrBatch'),
  warehouseAreaRemove: write('warehouse.removeAddr'),
  warehousePrioritySet: write('warehouse.setPriority'),
  warehouseInventoryAdjust: write('warehouse.adjustInventory'),

  afterSaleList: privateRead('afterSale.List', { batchLimit: 100, pageBase: 0 }),
  // 11000, a bad parameter, can be nothing but an id of the right form that is no case.
  afterSaleDetail: privateRead('afterSale.Detail', { missing: ['10002', '11000'] }),
  afterSaleOperate: write('afterSale.operate', { ...TELLS_EACH, batchLimit: 20 }),
  afterSaleRejectReasons: read('afterSale.rejectReasonCodeList'),
  afterSaleRemark: write('afterSale.addOrderRemark'),
  afterSaleEvidence: write('afterSale.submitEvidence'),
  afterSaleExtend: write('afterSale.timeExtend'),
  afterSaleOpen: write('afterSale.OpenAfterSaleChannel'),
  afterSaleReturnStored: write('afterSale.returnGoodsToWareHouseSuccess'),
  afterSaleShipmentStopped: write('afterSale.CancelSendGoodsSuccess'),
  afterSaleIntercept: write('afterSale.applyLogisticsIntercept', TELLS_EACH),
  crossborderIntercept: write('crossborder.OrderInterception'),
  storageReturnStatus: write('storage.notifySaleReturnStatus'),

  allianceSearch: read('alliance.materialsProductsSearch', { batchLimit: 20, pageBase: 1 }),
  allianceProducts: read('alliance.materialsProductsDetails', { batchLimit: 20 }),
  allianceOrders: privateRead('alliance.getOrderList', { batchLimit: 5 }),
  allianceShopActivities: read('buyin.ShopActivityList', { pageBase: 1 }),
  allianceActivities: read('buyin.activitySearch', { pageBase: 0 }),
  allianceActivityApply: write('buyin.applyActivities'),
  alliancePlans: read('buyin.orienPlanList', { pageBase: 1 }),
  alliancePlanSet: write('buyin.createOrUpdateOrienPlan'),
  alliancePlanControl: write('buyin.orienPlanCtrl'),
  alliancePlanAuthors: privateRead('buyin.orienPlanAuthors', { pageBase: 1 }),
  alliancePlanAuthorsAdd: write('buyin.orienPlanAuthorsAdd'),
  alliancePlanAuthorAudit: write('buyin.orienPlanAudit'),
  allianceOrdinaryPlanSet: write('buyin.simplePlan', { ...TELLS_EACH, batchLimit: 20 }),
  allianceExclusivePlanSet: write('buyin.exclusivePlan', { ...TELLS_EACH, batchLimit: 20 }),
  allianceCreatorPids: read('buyin.kolPidList', { pageBase: 1 }),
  allianceCreatorPidCreate: write('buyin.kolPidCreate'),
  allianceCreatorPidEdit: write('buyin.kolPidEdit'),
  allianceInstitutePids: read('buyin.institutePidList', { pageBase: 1 }),
  allianceInstitutePidCreate: write('buyin.institutePidCreate'),
  allianceInstitutePidEdit: write('buyin.institutePidEdit'),
  allianceProductShare: privateRead('buyin.kolProductShare'),
  allianceLinkConvert: privateRead('buyin.instPickSourceConvert'),

  distributionRole: read('iop.roleGet'),
  distributionSuppliers: read('iop.sellerSupplierList', { batchLimit: 100, pageBase: 0 }),
  distributionSellerOrders: privateRead('iop.sellerOrderList', { batchLimit: 100, pageBase: 0 }),
  distributionSellerOrder: privateRead('iop.sellerOrderInfo', { missing: ['40000'] }),
  distributionSupplierOrders: privateRead('iop.orderList', { batchLimit: 100, pageBase: 0 }),
  distributionSupplierOrder: privateRead('iop.orderInfo', { missing: ['40000'] }),
  distributionAssign: write('iop.sellerDistribute', { ...TELLS_EACH, batchLimit: 100 }),
  distributionWithdraw: write('iop.sellerCancleDistribute'),
  distributionWaybillCreate: write('iop.waybillGet', { ...WAYBILL, ...TELLS_EACH, batchLimit: 10 }),
  distributionWaybillCancel: write('iop.waybillCancel'),
  distributionWaybillReturn: write('iop.waybillReturn'),
  distributionWaybillUpdate: write('iop.waybillUpdate'),

  billAccountItems: privateRead('order.getShopAccountItem', { batchLimit: 1000 }),
  billSettlements: privateRead('order.getSettleBillDetailV3', { batchLimit: 100 }),
  billAccountExport: privateRead('order.downloadShopAccountItem'),
  billAccountFile: privateRead('order.downloadShopAccountItemFile'),
  billSettlementExport: privateRead('order.downloadSettleItemToShop'),
  billSettlementFile: privateRead('order.downloadToShop'),

  cloudWarehouses: read('yunc.shopWarehouseRefQuery'),
  cloudCargoPush: write('yunc.erpCargoSinglePush'),
  cloudOutboundCreate: write('yunc.cloudCreateOutboundOrder', cloudOrder('erp_order_no')),
  cloudOutboundCancel: write('yunc.cloudCancelOutboundOrder'),
  cloudReturnCreate: write('yunc.cloudCreateInboundOrder', cloudOrder('biz_order_no')),
  cloudReturnCancel: write('yunc.cloudCancelInboundOrder'),
  cloudInboundCreate: write('yunc.erpInboundCreate', cloudOrder('biz_order_no')),
  cloudInboundCancel: write('yunc.erpInboundCancel'),
  cloudBusinessOutboundCreate: write('yunc.createOutboundOrderToB', cloudOrder('erp_order_no')),
  cloudBusinessOutboundCancel: write('yunc.cancelOutboundOrderToB'),
  cloudInventoryAdjust: write('yunc.adjustInventory'),
  cloudOutboundFeedback: write('yunc.pushOutboundFeedback', { idempotencyParameter: 'slip_no' }),
  cloudInboundResult: write('yunc.wmsInboundCallback'),
  wmsInboundNotify: write('wms.inboundDetailNotify'),
  wmsOutboundNotify: write('wms.outboundDetailNotify'),
} as const satisfies Record<string, DouyinMethod>;
