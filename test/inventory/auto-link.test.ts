import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import type { StockUnitSeen } from '../../src/subgraph/stock-units.js';
import type { DouyinShop } from '../support/start-douyin.js';
import { ListedStock } from './listed-stock.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

const LINK = `mutation ($input: StockItemsAutoLinkInput!, $options: WriteOptions) {
  result: stockItemsAutoLink(input: $input, options: $options) {
    linkedCount
    ambiguous { id displayName }
    userErrors { code path shopId retryable }
    plan { calls { endpoint shopId } warnings }
    replayed
  }
}`;

const stock = new ListedStock();
let server: InventoryServer;
let shop: DouyinShop;
let other: DouyinShop;
beforeAll(async () => {
  server = await startInventory({ server: { joined: stock.join } });
  [shop, other] = server.shops as [DouyinShop, DouyinShop];
}, 30_000);
afterAll(() => server.stop());
beforeEach(() => {
  stock.pages.clear();
  stock.read.length = 0;
});
afterEach(() => server.douyin.faults.clear());

/** Global ids of units that the stand-in has. */
const unitsOf = (of: DouyinShop): string[] => {
  const state = server.douyin.state.shops.get(of.nativeId);
  return [...(state?.products.values() ?? [])]
    .filter(({ status }) => status === 0)
    .flatMap(({ id, skus }) => skus.map((sku) => of.gid('ProductSku', `${id}.${sku.id}`)));
};
const seen = (unitId: string, merchantCode: string | null): StockUnitSeen => ({
  unitId,
  itemId: unitId.replace('/ProductSku/', '/Product/').replace(/\.\d+$/, ''),
  merchantCode,
  name: `name of ${merchantCode}`,
  quantity: 1,
});
const link = async (input: object = {}, options: object = {}, key?: string) => {
  const answer = await server.ask(
    LINK,
    { input: { groupId: server.groupId, ...input }, options },
    key === undefined ? {} : { key },
  );
  return { ...answer.data.result, errors: answer.errors };
};
const itemsBy = async (...codes: string[]) => {
  const { stockItems } = server.foundation.store;
  const items = await stockItems.findByCodes(server.tenantId, server.groupKey, codes);
  return Promise.all(
    items.map(async ({ id, merchantCode, name, onHand }) => ({
      ...{ merchantCode, name, onHand },
      units: (await stockItems.listingsOfItems(server.tenantId, [id])).map(({ unitId }) => unitId).sort(),
    })),
  );
};

describe('stockItemsAutoLink', () => {
  it('links what has one unit of its code in a shop, over all shops and pages, and tells what has several', async () => {
    const [a = '', b = '', c = '', d = '', e = ''] = unitsOf(shop);
    const [f = '', g = ''] = unitsOf(other);
    await server.setItem({ merchantCode: 'L-KNOWN', name: 'Kept', onHand: 3 });
    stock.pages.set(shop.key, [
      [seen(a, 'L-KNOWN'), seen(b, 'L-TWICE'), seen(c, null)],
      [seen(d, 'L-TWICE'), seen(e, 'L-NEW'), seen(e, 'L-NEW')],
    ]);
    stock.pages.set(other.key, [[seen(f, 'L-TWICE'), seen(g, 'L-NEW')]]);
    const result = await link();
    expect(result).toMatchObject({ linkedCount: 4, userErrors: [], errors: [], plan: null, replayed: false });
    expect(result.ambiguous.map(({ id }: { id: string }) => id).sort()).toEqual([b, d].sort());
    expect(await itemsBy('L-KNOWN')).toEqual([{ merchantCode: 'L-KNOWN', name: 'Kept', onHand: 3, units: [a] }]);
    expect(await itemsBy('L-NEW')).toEqual([
      { merchantCode: 'L-NEW', name: 'name of L-NEW', onHand: null, units: [e, g].sort() },
    ]);
    expect(await itemsBy('L-TWICE')).toMatchObject([{ units: [f] }]);
    // Nothing is left to do, and who says by hand which one it is has said it.
    await server.setItem({ merchantCode: 'L-TWICE', listings: [{ unitId: b, safetyStock: 2 }, { unitId: f }] });
    const again = await link();
    expect(again.linkedCount).toBe(0);
    expect(again.ambiguous.map(({ id }: { id: string }) => id)).toEqual([d]);
    expect(await itemsBy('L-TWICE')).toMatchObject([{ units: [b, f].sort() }]);
  });

  it('links the other shops when one fails, tells of it, and goes on under the same key once it is well', async () => {
    const [unit = '', second = ''] = unitsOf(shop).slice(6);
    const [foreign = ''] = unitsOf(other).slice(6);
    const failure = new AppError('UPSTREAM_UNAVAILABLE');
    stock.pages.set(shop.key, [[seen(unit, 'F-1')], failure]);
    stock.pages.set(other.key, [[seen(foreign, 'F-1')]]);
    const options = { idempotencyKey: 'link all' };
    const first = await link({}, options);
    expect(first).toMatchObject({
      linkedCount: 1,
      userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', shopId: shop.id, retryable: true }],
    });
    expect(await itemsBy('F-1')).toMatchObject([{ units: [foreign] }]);
    stock.pages.set(shop.key, [[seen(unit, 'F-1')], [seen(second, 'F-2')]]);
    expect(await link({}, options)).toMatchObject({ linkedCount: 2, userErrors: [], replayed: false });
    expect(await link({}, options)).toMatchObject({ linkedCount: 2, userErrors: [], replayed: true });
    expect(await itemsBy('F-1')).toMatchObject([{ units: [unit, foreign].sort() }]);
  });

  it('answers in time when a shop hangs, with what was linked of the others', async () => {
    const [unit = ''] = unitsOf(shop).slice(12);
    stock.pages.set(shop.key, [[seen(unit, 'H-1')]]);
    stock.pages.set(other.key, ['hangs']);
    const { data } = await server.ask(
      LINK,
      { input: { groupId: server.groupId } },
      { headers: { 'x-deadline-ms': '2500' } },
    );
    expect(data.result).toMatchObject({
      linkedCount: 1,
      userErrors: [{ code: 'DEADLINE_EXCEEDED', shopId: other.id }],
    });
  });

  it('has the units that can be read, and an error beside them for one that cannot', async () => {
    const products = new Map(unitsOf(shop).map((unit) => [unit.split('/').at(-1)?.split('.')[0], unit]));
    const [one = '', two = ''] = [...products.values()].slice(-2);
    stock.pages.set(shop.key, [[seen(one, 'E-1'), seen(two, 'E-1')]]);
    server.douyin.faults.set([{ fault: 'http_status', status: 400, times: 1 }]);
    const result = await link();
    expect(result.ambiguous).toHaveLength(1);
    expect(result.errors).toMatchObject([{ path: ['result', 'ambiguous'], extensions: { shopId: shop.id } }]);
  });

  it('reads nothing in a dry run, and plans the first call of each shop', async () => {
    const [unit = ''] = unitsOf(shop).slice(10);
    stock.pages.set(shop.key, [[seen(unit, 'D-1')]]);
    const { plan, linkedCount, ambiguous, userErrors } = await link({}, { dryRun: true });
    expect({ linkedCount, ambiguous, userErrors }).toEqual({ linkedCount: 0, ambiguous: [], userErrors: [] });
    expect(plan.calls.map(({ shopId }: { shopId: string }) => shopId).sort()).toEqual(
      server.shops.map(({ id }) => id).sort(),
    );
    expect(plan.warnings).toEqual(['Each list goes on for as long as there are pages.']);
    expect(stock.read).toEqual([]);
    expect(await itemsBy('D-1')).toEqual([]);
  });

  it('looks through the shops that are named, and through none whose units have no codes', async () => {
    stock.pages.set(shop.key, [[]]);
    stock.pages.set(other.key, [[]]);
    expect(await link({ shopIds: [other.id] })).toMatchObject({ linkedCount: 0, userErrors: [] });
    expect(stock.read).toEqual([other.key]);
    expect(server.allCalls()).toEqual([]);
    const [kuaizhan] = server.kuaizhanShops;
    const refused = await link({ shopIds: [other.id, 'nonsense', `gid://v1/Shop/${kuaizhan?.key}/${kuaizhan?.key}`] });
    expect(refused).toMatchObject({
      linkedCount: 0,
      ambiguous: [],
      userErrors: [
        { code: 'NOT_FOUND', path: ['input', 'shopIds', '1'] },
        { code: 'NOT_SUPPORTED_UPSTREAM', path: ['input', 'shopIds', '2'] },
      ],
    });
    expect(await link({ shopIds: [] })).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'shopIds'] }],
    });
    expect(stock.read).toEqual([other.key]);
  });

  it('tells of a suspended shop of the group, and links the others', async () => {
    const { registry } = server.foundation;
    const [unit = ''] = unitsOf(shop).slice(11);
    stock.pages.set(shop.key, [[seen(unit, 'S-1')]]);
    await registry.updateShop(other.key, { status: 'SUSPENDED' });
    const result = await link();
    await registry.updateShop(other.key, { status: 'ACTIVE' });
    expect(result).toMatchObject({ linkedCount: 1, userErrors: [{ code: 'SHOP_SUSPENDED', shopId: other.id }] });
  });

  it('keeps to the shops that the caller may write to, and to its tenant', async () => {
    stock.pages.set(shop.key, [[]]);
    stock.pages.set(other.key, [[]]);
    const key = await server.makeKey(['stock:write'], [shop.key]);
    expect(await link({}, {}, key)).toMatchObject({ userErrors: [] });
    expect(stock.read).toEqual([shop.key]);
    expect(await link({ shopIds: [other.id] }, {}, key)).toMatchObject({
      userErrors: [{ code: 'PERMISSION_DENIED', path: ['input', 'shopIds', '0'] }],
    });
    const { key: foreign } = await server.addTenant('Stranger', []);
    expect(await link({}, {}, foreign)).toMatchObject({
      linkedCount: 0,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'groupId'] }],
    });
  });

  it('takes no version, for it is about no one object', async () => {
    expect(await link({}, { expectedVersion: '1' })).toMatchObject({
      userErrors: [{ code: 'UNSUPPORTED_COMBINATION', path: ['options', 'expectedVersion'] }],
    });
  });
});
