import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../../src/platforms/douyin/upstream/catalogue/catalogue.js';
import { type DouyinMethod, METHODS } from '../../../../src/platforms/douyin/upstream/catalogue/methods.js';
import { callableMethod, rawMethod } from '../../../../src/platforms/douyin/upstream/catalogue/raw-method.js';

const catalogue = readCatalogue();
const rows: readonly DouyinMethod[] = Object.values(METHODS);
const named = (names: readonly string[]): string[] => names.map((name) => `POST ${name.replaceAll('.', '/')}`).sort();

/** What `@upstream` of the graph names, with the batch where it gives one. */
const OF_THE_GRAPH: Readonly<Record<string, number | null>> = {
  'address/list': null,
  'afterSale/CancelSendGoodsSuccess': null,
  'afterSale/Detail': null,
  'afterSale/List': 100,
  'afterSale/OpenAfterSaleChannel': null,
  'afterSale/addOrderRemark': null,
  'afterSale/applyLogisticsIntercept': null,
  'afterSale/operate': null,
  'afterSale/rejectReasonCodeList': null,
  'afterSale/returnGoodsToWareHouseSuccess': null,
  'afterSale/submitEvidence': null,
  'afterSale/timeExtend': null,
  'alliance/getOrderList': 5,
  'alliance/materialsProductsDetails': null,
  'alliance/materialsProductsSearch': 20,
  'antispam/orderQuery': null,
  'buyin/ShopActivityList': null,
  'buyin/activitySearch': null,
  'buyin/applyActivities': null,
  'buyin/createOrUpdateOrienPlan': null,
  'buyin/exclusivePlan': null,
  'buyin/instPickSourceConvert': null,
  'buyin/institutePidCreate': null,
  'buyin/institutePidEdit': null,
  'buyin/institutePidList': null,
  'buyin/kolPidCreate': null,
  'buyin/kolPidEdit': null,
  'buyin/kolPidList': null,
  'buyin/kolProductShare': null,
  'buyin/orienPlanAudit': null,
  'buyin/orienPlanAuthors': null,
  'buyin/orienPlanAuthorsAdd': null,
  'buyin/orienPlanCtrl': null,
  'buyin/orienPlanList': null,
  'buyin/simplePlan': null,
  'crossborder/OrderInterception': null,
  'iop/orderInfo': null,
  'iop/orderList': null,
  'iop/roleGet': null,
  'iop/sellerCancleDistribute': null,
  'iop/sellerDistribute': null,
  'iop/sellerOrderInfo': null,
  'iop/sellerOrderList': null,
  'iop/sellerSupplierList': null,
  'iop/waybillCancel': null,
  'iop/waybillGet': null,
  'iop/waybillReturn': null,
  'iop/waybillUpdate': null,
  'logistics/cancelOrder': null,
  'logistics/getOutRange': null,
  'logistics/listShopNetsite': null,
  'logistics/newCreateOrder': 50,
  'logistics/trackNoRouteDetail': null,
  'logistics/waybillApply': null,
  'order/addOrderRemark': null,
  'order/addSerialNumber': null,
  'order/addressConfirm': null,
  'order/addressModify': null,
  'order/batchDecrypt': 50,
  'order/downloadSettleItemToShop': null,
  'order/downloadShopAccountItem': null,
  'order/downloadShopAccountItemFile': null,
  'order/downloadToShop': null,
  'order/getSettleBillDetailV3': 100,
  'order/getShopAccountItem': 1000,
  'order/logisticsAdd': null,
  'order/logisticsAddMultiPack': null,
  'order/logisticsAddSinglePack': null,
  'order/logisticsCompanyList': null,
  'order/logisticsEdit': null,
  'order/logisticsEditByPack': null,
  'order/orderDetail': null,
  'order/searchList': 100,
  'order/updateOrderAmount': null,
  'order/updatePostAmount': null,
  'product/addV2': null,
  'product/del': null,
  'product/detail': null,
  'product/editV2': null,
  'product/listV2': 100,
  'product/setOffline': null,
  'product/setOnline': null,
  'shop/brandList': null,
  'shop/getShopCategory': null,
  'sku/editCode': null,
  'sku/editPrice': null,
  'sku/list': null,
  'sku/stockNum': null,
  'sku/syncStock': null,
  'sku/syncStockBatch': 50,
  'sku/syncStockBatchMultiProducts': 50,
  'storage/notifySaleReturnStatus': null,
  'warehouse/adjustInventory': null,
  'warehouse/create': null,
  'warehouse/createBatch': null,
  'warehouse/edit': null,
  'warehouse/list': 100,
  'warehouse/removeAddr': null,
  'warehouse/setAddr': null,
  'warehouse/setAddrBatch': null,
  'warehouse/setPriority': null,
  'wms/inboundDetailNotify': null,
  'wms/outboundDetailNotify': null,
  'yunc/adjustInventory': null,
  'yunc/cancelOutboundOrderToB': null,
  'yunc/cloudCancelInboundOrder': null,
  'yunc/cloudCancelOutboundOrder': null,
  'yunc/cloudCreateInboundOrder': null,
  'yunc/cloudCreateOutboundOrder': null,
  'yunc/createOutboundOrderToB': null,
  'yunc/erpCargoSinglePush': null,
  'yunc/erpInboundCancel': null,
  'yunc/erpInboundCreate': null,
  'yunc/pushOutboundFeedback': null,
  'yunc/shopWarehouseRefQuery': null,
  'yunc/wmsInboundCallback': null,
};

describe('the methods called by name', () => {
  it('are those of the catalogue, to the letter, and read or write as it says', () => {
    expect(rows.map(({ methodName, path, kind }) => ({ methodName, path, kind }))).toEqual(
      rows.map(({ methodName }) => {
        const { name, path, kind } = catalogue.get(methodName) ?? {};
        return { methodName: name, path, kind };
      }),
    );
    for (const { name, method, path, platform } of rows) {
      expect([platform, method]).toEqual(['DOUYIN', 'POST']);
      expect(name).toBe(`POST ${path.slice(1)}`);
    }
    expect(new Set(rows.map(({ methodName }) => methodName)).size).toBe(rows.length);
  });

  it('have all that the graph names, with its batches', () => {
    const batches = new Map(rows.map(({ name, batchLimit }) => [name, batchLimit]));
    for (const [call, batch] of Object.entries(OF_THE_GRAPH)) {
      expect({ call, isThere: batches.has(`POST ${call}`) }).toEqual({ call, isThere: true });
      if (batch !== null) expect({ call, batch: batches.get(`POST ${call}`) }).toEqual({ call, batch });
    }
  });

  it('may be repeated when they read, and when the platform knows a repeat of a shipment, of stock or of a waybill', () => {
    const repeatable = rows.filter(({ kind, isRepeatable }) => kind === 'write' && isRepeatable);
    expect(repeatable.map(({ name }) => name).sort()).toEqual(
      named([
        'logistics.newCreateOrder',
        'order.logisticsAddMultiPack',
        'order.logisticsAddSinglePack',
        'sku.syncStock',
        'sku.syncStockBatch',
        'sku.syncStockBatchMultiProducts',
      ]),
    );
    for (const row of repeatable) expect(row.idempotencyParameter).not.toBeNull();
    expect(rows.filter(({ kind, isRepeatable }) => kind === 'read' && !isRepeatable)).toEqual([]);
  });

  it('name an idempotency parameter that they have', () => {
    for (const { methodName, idempotencyParameter } of rows) {
      if (idempotencyParameter === null) continue;
      const shown = JSON.stringify(catalogue.get(methodName)?.parameters);
      expect({ methodName, has: shown.includes(`"name":"${idempotencyParameter}"`) }).toEqual({
        methodName,
        has: true,
      });
    }
  });

  it('begin to count pages somewhere, when they have pages', () => {
    for (const { methodName, pageBase } of rows) {
      const names = catalogue.get(methodName)?.parameters.map(({ name }) => name) ?? [];
      const hasPages = names.includes('page') || names.includes('page_no');
      expect({ methodName, counts: pageBase !== null }).toEqual({ methodName, counts: hasPages });
    }
  });

  it('share no answer that holds people, money, or something made for one occasion', () => {
    expect(
      rows
        .filter(({ mayBeKept }) => mayBeKept)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      named([
        'afterSale.rejectReasonCodeList',
        'alliance.materialsProductsDetails',
        'alliance.materialsProductsSearch',
        'brand.list',
        'buyin.ShopActivityList',
        'buyin.activitySearch',
        'buyin.institutePidList',
        'buyin.kolPidList',
        'buyin.orienPlanList',
        'iop.roleGet',
        'iop.sellerSupplierList',
        'material.queryMaterialDetail',
        'order.logisticsCompanyList',
        'product.detail',
        'product.getCatePropertyV2',
        'product.listV2',
        'shop.brandList',
        'shop.getShopCategory',
        'sku.detail',
        'sku.list',
        'sku.stockNum',
        'warehouse.info',
        'warehouse.list',
        'yunc.shopWarehouseRefQuery',
      ]),
    );
  });
});

describe('a method called raw', () => {
  it('is one of the catalogue, and none that makes tokens', () => {
    expect(callableMethod(catalogue, 'recycle.buyerGetOrderList')).toBe(catalogue.get('recycle.buyerGetOrderList'));
    for (const name of ['token.create', 'token.refresh', 'order.searchlist', 'nothing', '', '__proto__'])
      expect(() => callableMethod(catalogue, name)).toThrow(
        expect.objectContaining({
          code: 'INVALID_INPUT',
          detail: expect.objectContaining({ path: ['input', 'method'] }),
        }),
      );
  });

  it('is repeated only when it reads, and its answer is not shared', () => {
    const raw = (name: string): DouyinMethod => rawMethod(callableMethod(catalogue, name));
    expect(raw('product.listV2')).toMatchObject({
      name: 'POST product/listV2',
      path: '/product/listV2',
      methodName: 'product.listV2',
      kind: 'read',
      isRepeatable: true,
      mayBeKept: false,
    });
    expect(raw('sku.syncStock')).toMatchObject({ kind: 'write', isRepeatable: false, mayBeKept: false, missing: [] });
  });
});
