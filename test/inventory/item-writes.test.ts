import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Shop } from '../../src/tenants/shop.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

let server: InventoryServer;
let shop: Shop;
let other: Shop;
let units: string[];
let others: string[];
beforeAll(async () => {
  server = await startInventory();
  [shop, other] = server.kuaizhanShops as [Shop, Shop];
  units = await server.units(shop, 20);
  others = await server.units(other, 20);
}, 30_000);
afterAll(() => server.stop());

const unit = (at: number): string => units[at] ?? '';
const codesOf = (errors: readonly { code: string; path?: unknown }[]) => errors.map(({ code, path }) => [code, path]);
const itemBy = async (merchantCode: string) =>
  (await server.foundation.store.stockItems.findByCodes(server.tenantId, server.groupKey, [merchantCode]))[0];

describe('stockItemSet', () => {
  it('leaves what is absent as it is, clears what is null, and sends nothing', async () => {
    const listings = [{ unitId: unit(0), allocation: 0.25, safetyStock: 3 }];
    const made = await server.setItem({ merchantCode: 'SET-1', name: 'Tee', onHand: 4, listings });
    expect(made.stockItem).toMatchObject({ name: 'Tee', onHand: 4, listings: [{ allocation: 0.25, safetyStock: 3 }] });
    const same = await server.setItem({ merchantCode: 'SET-1' });
    expect(same.stockItem).toEqual(made.stockItem);
    const cleared = await server.setItem({ merchantCode: 'SET-1', name: null, onHand: null });
    expect(cleared.stockItem).toEqual({ ...made.stockItem, name: null, onHand: null });
    const free = await server.setItem({ merchantCode: 'SET-1', listings: null });
    expect(free.stockItem['listings']).toEqual([]);
    expect(server.allCalls()).toEqual([]);
  });

  it('refuses all that is wrong with its links at once, each with its path, and changes nothing', async () => {
    const outside = await server.addTenant('Stranger', [{ name: 'strange', accessToken: 't-1', siteId: '990' }]);
    const strange = `gid://v1/CommodityVariant/${outside.shops[0]?.key}/x:AAAAAAAAAAAAAAAA`;
    const { userErrors, stockItem } = await server.setItem({
      merchantCode: 'BAD-1',
      onHand: 5,
      listings: [
        { unitId: 'nonsense' },
        { unitId: strange },
        { unitId: `gid://v1/Commodity/${shop.key}/1` },
        { unitId: `gid://v1/CommodityVariant/${shop.key}/no-unit` },
        { unitId: unit(1), allocation: 1.01 },
        { unitId: unit(2), allocation: 0.33333, safetyStock: -1 },
        { unitId: unit(1) },
      ],
    });
    expect(stockItem).toBeNull();
    const at = (index: number, field: string) => ['input', 'listings', String(index), field];
    expect(codesOf(userErrors)).toEqual([
      ['NOT_FOUND', at(0, 'unitId')],
      ['NOT_FOUND', at(1, 'unitId')],
      ['INVALID_INPUT', at(2, 'unitId')],
      ['NOT_FOUND', at(3, 'unitId')],
      ['INVALID_INPUT', at(4, 'allocation')],
      ['INVALID_INPUT', at(5, 'allocation')],
      ['INVALID_INPUT', at(5, 'safetyStock')],
      ['INVALID_INPUT', at(6, 'unitId')],
    ]);
    expect(await itemBy('BAD-1')).toBeUndefined();
    expect(server.allCalls()).toEqual([]);
  });

  it.each([
    ['a negative count', { merchantCode: 'BAD-2', onHand: -1 }, 'INVALID_INPUT', ['input', 'onHand']],
    ['an empty code', { merchantCode: '' }, 'INVALID_INPUT', ['input', 'merchantCode']],
    ['a code that is too long', { merchantCode: 'x'.repeat(129) }, 'INVALID_INPUT', ['input', 'merchantCode']],
    ['a group that is none', { groupId: 'nonsense', merchantCode: 'BAD-2' }, 'NOT_FOUND', ['input', 'groupId']],
  ] as const)('refuses %s', async (_name, input, code, path) => {
    const { userErrors } = await server.setItem(input);
    expect(codesOf(userErrors)).toEqual([[code, path]]);
  });

  it('keeps shares of up to four decimals exactly, and is not misled by how fractions are written', async () => {
    const listings = [
      { unitId: unit(3), allocation: 0.1 + 0.2 },
      { unitId: unit(4), allocation: 0.0001 },
      { unitId: unit(5), allocation: 0 },
    ];
    const { stockItem } = await server.setItem({ merchantCode: 'SHARE', listings });
    const shares = (stockItem['listings'] as { unit: { id: string }; allocation: number }[]).map(
      (one) => one.allocation,
    );
    expect([...shares].sort()).toEqual([0, 0.0001, 0.3]);
  });

  it('refuses a unit that another item has, and names that item, in a dry run too', async () => {
    const first = await server.setItem({ merchantCode: 'HAS', listings: [{ unitId: unit(6) }] });
    const input = { merchantCode: 'WANTS', listings: [{ unitId: unit(7) }, { unitId: unit(6) }] };
    for (const options of [{}, { dryRun: true }]) {
      const { userErrors } = await server.setItem(input, options);
      expect(userErrors).toMatchObject([
        {
          __typename: 'StateError',
          code: 'ALREADY_EXISTS',
          path: ['input', 'listings', '1', 'unitId'],
          nodeId: first.stockItem.id,
        },
      ]);
    }
    expect(await itemBy('WANTS')).toBeUndefined();
    await server.setItem({ merchantCode: 'HAS', listings: [] });
    expect((await server.setItem(input)).userErrors).toEqual([]);
  });

  it('plans nothing and changes nothing in a dry run', async () => {
    const rehearsed = await server.setItem({ merchantCode: 'DRY', listings: [{ unitId: unit(8) }] }, { dryRun: true });
    expect(rehearsed).toEqual({ stockItem: null, userErrors: [], plan: { totalCalls: 0 }, replayed: false });
    expect(await itemBy('DRY')).toBeUndefined();
  });

  it('refuses a version that is not the present one, and tells the present one', async () => {
    const { stockItem } = await server.setItem({ merchantCode: 'VERSION' });
    await server.setItem({ merchantCode: 'VERSION', onHand: 1 });
    for (const expectedVersion of ['1', 'nonsense']) {
      const { userErrors } = await server.setItem({ merchantCode: 'VERSION', onHand: 9 }, { expectedVersion });
      expect(userErrors).toMatchObject([
        { code: 'CONFLICT', path: ['options', 'expectedVersion'], nodeId: stockItem.id, currentVersion: '2' },
      ]);
    }
    const { userErrors } = await server.setItem({ merchantCode: 'VERSION', onHand: 9 }, { expectedVersion: '2' });
    expect(userErrors).toEqual([]);
  });

  it('answers a repeat under its idempotency key with the item, and refuses another input', async () => {
    const options = { idempotencyKey: 'set once' };
    const input = { merchantCode: 'ONCE', onHand: 1 };
    const first = await server.setItem(input, options);
    await server.setItem({ merchantCode: 'ONCE', onHand: 7 });
    const again = await server.setItem(input, options);
    expect(again).toMatchObject({ replayed: true, stockItem: { id: first.stockItem.id, onHand: 7 } });
    const { userErrors } = await server.setItem({ ...input, onHand: 2 }, options);
    expect(codesOf(userErrors)).toEqual([['IDEMPOTENCY_KEY_REUSED', ['options', 'idempotencyKey']]]);
  });

  it('leaves the key free when the item could not be set', async () => {
    await server.setItem({ merchantCode: 'HOLDER', listings: [{ unitId: unit(9) }] });
    const input = { merchantCode: 'LATER', listings: [{ unitId: unit(9) }] };
    const options = { idempotencyKey: 'set later' };
    expect(codesOf((await server.setItem(input, options)).userErrors)[0]?.[0]).toBe('ALREADY_EXISTS');
    await server.setItem({ merchantCode: 'HOLDER', listings: [] });
    expect(await server.setItem(input, options)).toMatchObject({ userErrors: [], replayed: false });
  });

  it('lets a caller with grants write its own shops alone, and leaves what is linked in others', async () => {
    const key = await server.makeKey(['stock:write'], [shop.key]);
    await server.setItem({ merchantCode: 'GRANTS', listings: [{ unitId: unit(10) }, { unitId: others[0] }] });
    const denied = await server.setItem({ merchantCode: 'GRANTS', listings: [{ unitId: others[0] }] }, {}, key);
    expect(codesOf(denied.userErrors)).toEqual([['PERMISSION_DENIED', ['input', 'listings', '0', 'unitId']]]);
    const moved = await server.setItem({ merchantCode: 'GRANTS', listings: [{ unitId: unit(11) }] }, {}, key);
    expect(moved.userErrors).toEqual([]);
    const links = await server.foundation.store.stockItems.listingsOfItems(server.tenantId, [
      (await itemBy('GRANTS'))?.id ?? '',
    ]);
    expect(links.map(({ unitId }) => unitId).sort()).toEqual([unit(11), others[0] ?? ''].sort());
  });

  it('refuses a key that may read alone, and another tenant', async () => {
    const denied = await server.setItem({ merchantCode: 'DENIED' }, {}, await server.makeKey(['read']));
    expect(codesOf(denied.userErrors)[0]?.[0]).toBe('PERMISSION_DENIED');
    const { key } = await server.addTenant('Stranger', []);
    const foreign = await server.setItem({ merchantCode: 'DENIED' }, {}, key);
    expect(codesOf(foreign.userErrors)).toEqual([['NOT_FOUND', ['input', 'groupId']]]);
  });

  it('links no suspended shop and none outside of the group, and leaves the links of a suspended one', async () => {
    const { registry } = server.foundation;
    await server.setItem({ merchantCode: 'STATES', listings: [{ unitId: unit(12) }, { unitId: others[1] }] });
    await registry.updateShop(other.key, { status: 'SUSPENDED' });
    const refused = await server.setItem({ merchantCode: 'STATES', listings: [{ unitId: others[1] }] });
    expect(codesOf(refused.userErrors)).toEqual([['SHOP_SUSPENDED', ['input', 'listings', '0', 'unitId']]]);
    const kept = await server.setItem({ merchantCode: 'STATES', listings: [] });
    expect(kept.stockItem['listings']).toMatchObject([{ unit: { id: others[1] } }]);
    await registry.updateShop(other.key, { status: 'ACTIVE' });
    const group = await registry.groups.find(server.tenantId, server.groupKey);
    if (group === null) throw new Error('no group');
    const members = (await registry.groups.shops(group)).map(({ key }) => key);
    await registry.groups.update(server.tenantId, server.groupKey, {
      shopKeys: members.filter((key) => key !== other.key),
    });
    const left = await server.setItem({ merchantCode: 'STATES', listings: [{ unitId: others[1] }] });
    expect(codesOf(left.userErrors)).toEqual([['STATE_FORBIDS', ['input', 'listings', '0', 'unitId']]]);
    await registry.groups.update(server.tenantId, server.groupKey, { shopKeys: members });
  });
});
