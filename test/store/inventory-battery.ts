import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ListingRecord, type StockItemChange, type StockItemRecord, WHOLE } from '../../src/inventory/ports.js';
import type { Store } from '../../src/store/open-store.js';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import { freshKey, kuaizhanShop, makeRegistry } from './home.js';
import type { StorePlace } from './store-battery.js';

/** The promises every store keeps about stock items, whatever database is below it. */
export function inventoryBattery(name: string, makePlace: () => StorePlace): void {
  describe(`stock items on ${name}`, () => {
    let place: StorePlace;
    let store: Store;
    let other: Store;
    let registry: TenantRegistry;
    let now: Date;
    let tenantId: string;
    let group: { readonly key: string };
    let shops: string[];

    beforeEach(async () => {
      now = new Date('2025-06-01T00:00:00.000Z');
      place = makePlace();
      store = await place.open({ now: () => now });
      other = await place.open({ now: () => now });
      ({ registry } = await makeRegistry(store, freshKey('k')));
      tenantId = (await registry.createTenant('One')).id;
      shops = [];
      for (const siteId of ['11', '12', '13']) shops.push((await shop(siteId)).key);
      group = await registry.groups.create(tenantId, { name: 'All', shopKeys: shops });
    });
    afterEach(() => place.close());

    const shop = (siteId: string) =>
      registry.registerShop(tenantId, {
        name: `shop ${siteId}`,
        registration: kuaizhanShop(siteId, `token ${siteId}`),
        isSandbox: false,
        labels: [],
      });
    const link = (shopAt: number, unit: string, over: { allocation?: number; safetyStock?: number } = {}) => ({
      shopKey: shops[shopAt] ?? '',
      unitId: unit,
      itemId: null,
      allocation: WHOLE,
      safetyStock: 0,
      ...over,
    });
    const set = async (merchantCode: string, over: Partial<StockItemChange> = {}): Promise<StockItemRecord> => {
      const change = { tenantId, groupKey: group.key, merchantCode, shopKeys: null, expectedVersion: null, ...over };
      const result = await store.stockItems.set(change);
      if (result.kind !== 'done') throw new Error(result.kind);
      return result.item;
    };
    const refused = (merchantCode: string, over: Partial<StockItemChange>) =>
      store.stockItems.set({
        ...{ tenantId, groupKey: group.key, merchantCode, shopKeys: null, expectedVersion: null },
        ...over,
      });
    const linksOf = (item: StockItemRecord): Promise<ListingRecord[]> =>
      store.stockItems.listingsOfItems(tenantId, [item.id]);
    const unitsOf = async (item: StockItemRecord): Promise<string[]> =>
      (await linksOf(item)).map(({ unitId }) => unitId).sort();
    const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
    const drifting = async (shopKeys: ReadonlySet<string> | null = null): Promise<string[]> =>
      (await store.stockItems.list(tenantId, group.key, { filter: { hasDrift: true }, shopKeys, limit: 10 })).map(
        ({ merchantCode }) => merchantCode,
      );

    it('are made and changed in parts, with a version that rises with each change and with nothing else', async () => {
      const made = await set('A', { name: 'Tee', onHand: 5, listings: [link(0, 'u1')] });
      expect(made).toMatchObject({ merchantCode: 'A', name: 'Tee', onHand: 5, version: 1 });
      expect(await set('A')).toMatchObject({ id: made.id, name: 'Tee', onHand: 5, version: 1 });
      expect(await set('A', { onHand: 6 })).toMatchObject({ name: 'Tee', onHand: 6, version: 2 });
      expect(await set('A', { name: null })).toMatchObject({ name: null, onHand: 6, version: 3 });
      expect(await set('A', { listings: [link(0, 'u1', { safetyStock: 1 })] })).toMatchObject({ version: 4 });
      expect(await other.stockItems.findByCodes(tenantId, group.key, ['A', 'B'])).toEqual([
        expect.objectContaining({ id: made.id, version: 4 }),
      ]);
    });

    it('are not changed over a version that somebody else made, and are made when none is expected', async () => {
      const made = await set('A');
      await set('A', { onHand: 1, expectedVersion: 1 });
      expect(await refused('A', { onHand: 9, expectedVersion: 1 })).toMatchObject({
        kind: 'moved',
        item: { id: made.id, version: 2, onHand: 1 },
      });
      expect(await refused('B', { expectedVersion: 1 })).toEqual({ kind: 'moved', item: null });
      expect(await store.stockItems.findByCodes(tenantId, group.key, ['B'])).toEqual([]);
    });

    it('keep a link and what is noted of it when their links are set anew, and leave those in other shops alone', async () => {
      const item = await set('A', { listings: [link(0, 'u1'), link(1, 'u2')] });
      const [first] = (await linksOf(item)).filter(({ unitId }) => unitId === 'u1');
      await store.stockItems.noteWritten(tenantId, [
        { listingId: first?.id ?? '', status: 'SUCCEEDED', quantity: 7, at: at(1) },
      ]);
      await set('A', {
        listings: [link(0, 'u1', { allocation: 5000 }), link(0, 'u3')],
        shopKeys: new Set([shops[0] ?? '']),
      });
      expect(await unitsOf(item)).toEqual(['u1', 'u2', 'u3']);
      const [kept] = (await linksOf(item)).filter(({ unitId }) => unitId === 'u1');
      expect(kept).toMatchObject({ id: first?.id, allocation: 5000, lastWritten: 7, lastStatus: 'SUCCEEDED' });
      await set('A', { listings: [] });
      expect(await unitsOf(item)).toEqual([]);
    });

    it('have a unit once in a tenant: a second item gets none of its links', async () => {
      const first = await set('A', { listings: [link(0, 'u1')] });
      const result = await refused('B', { listings: [link(1, 'u2'), link(0, 'u1')] });
      expect(result).toMatchObject({ kind: 'linked', links: [{ unitId: 'u1', stockItemId: first.id }] });
      expect(await store.stockItems.findByCodes(tenantId, group.key, ['B'])).toEqual([]);
      expect(await store.stockItems.listingsOfUnits(tenantId, ['u2'])).toEqual([]);
    });

    it('lose sight of a shop that leaves the group until it is back, or its unit is linked elsewhere', async () => {
      const item = await set('A', { listings: [link(0, 'u1'), link(1, 'u2')] });
      const [left, ...stay] = shops;
      await registry.groups.update(tenantId, group.key, { shopKeys: stay });
      expect(await unitsOf(item)).toEqual(['u2']);
      expect(await store.stockItems.listingsOfUnits(tenantId, ['u1'])).toEqual([]);
      await registry.groups.update(tenantId, group.key, { shopKeys: shops });
      expect(await unitsOf(item)).toEqual(['u1', 'u2']);
      await registry.groups.update(tenantId, group.key, { shopKeys: stay });
      const elsewhere = await registry.groups.create(tenantId, { name: 'Other', shopKeys: [left ?? ''] });
      const taken = await set('A', { groupKey: elsewhere.key, listings: [link(0, 'u1')] });
      expect(await unitsOf(taken)).toEqual(['u1']);
    });

    it('lose the links of a shop that is removed', async () => {
      const item = await set('A', { listings: [link(0, 'u1'), link(1, 'u2')] });
      await registry.groups.update(tenantId, group.key, { shopKeys: shops.slice(1) });
      await store.shops.remove(shops[0] ?? '');
      expect(await unitsOf(item)).toEqual(['u2']);
    });

    it('are listed by code, page by page, by words of code and name whatever their width and case, and by count', async () => {
      for (const [code, name, onHand] of [
        ['B-2', 'Ｒed Tee', 3],
        ['A-1', 'red 100% mug', 10],
        ['C-3', null, null],
      ] as const)
        await set(code, { name, onHand });
      const codes = async (query: object): Promise<string[]> =>
        (await store.stockItems.list(tenantId, group.key, { shopKeys: null, limit: 10, ...query })).map(
          ({ merchantCode }) => merchantCode,
        );
      expect(await codes({})).toEqual(['A-1', 'B-2', 'C-3']);
      expect(await codes({ limit: 1, afterCode: 'A-1' })).toEqual(['B-2']);
      expect(await codes({ filter: { search: 'RED' } })).toEqual(['A-1', 'B-2']);
      expect(await codes({ filter: { search: 'red b-' } })).toEqual(['B-2']);
      expect(await codes({ filter: { search: '0%' } })).toEqual(['A-1']);
      expect(await codes({ filter: { maxOnHand: 3 } })).toEqual(['B-2']);
      expect(await store.stockItems.count(tenantId, group.key, { shopKeys: null })).toBe(3);
      expect(await store.stockItems.count(tenantId, group.key, { filter: { maxOnHand: 9 }, shopKeys: null })).toBe(1);
      expect(await store.stockItems.count('tn_other', group.key, { shopKeys: null })).toBe(0);
    });

    it('are nothing to another tenant', async () => {
      const item = await set('A', { onHand: 1, listings: [link(0, 'u1')] });
      const [listing] = await linksOf(item);
      const { stockItems } = store;
      await stockItems.noteWritten('tn_other', [
        { listingId: listing?.id ?? '', status: 'SUCCEEDED', quantity: 7, at: at(1) },
      ]);
      await stockItems.noteSeen('tn_other', [{ unitId: 'u1', quantity: 3, at: at(2) }]);
      expect(await stockItems.changeOnHand('tn_other', 'op', [{ stockItemId: item.id, change: { setTo: 9 } }])).toEqual(
        [],
      );
      expect(await stockItems.find('tn_other', [item.id])).toEqual([]);
      expect(await stockItems.listings('tn_other', [listing?.id ?? ''])).toEqual([]);
      expect(await linksOf(item)).toEqual([listing]);
      expect(await stockItems.find(tenantId, [item.id])).toEqual([item]);
    });

    it('are in drift when a shop shows after the last write what was not written, and until it shows that or is written', async () => {
      const item = await set('A', { listings: [link(0, 'u1')] });
      const [listing] = await linksOf(item);
      const { stockItems } = store;
      const seen = (quantity: number, when: Date) =>
        stockItems.noteSeen(tenantId, [{ unitId: 'u1', quantity, at: when }]);
      const written = (quantity: number | null, when: Date, status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED') =>
        stockItems.noteWritten(tenantId, [{ listingId: listing?.id ?? '', status, quantity, at: when }]);
      await seen(3, at(1));
      expect(await drifting()).toEqual([]);
      await written(5, at(2));
      expect(await drifting()).toEqual([]);
      // A read that was sent before the write was answered.
      await seen(3, at(1.5));
      expect(await drifting()).toEqual([]);
      await seen(3, at(3));
      expect(await drifting()).toEqual(['A']);
      expect(await drifting(new Set([shops[1] ?? '']))).toEqual([]);
      expect(await drifting(new Set([shops[0] ?? '']))).toEqual(['A']);
      // A write that failed has changed nothing.
      await written(9, at(4), 'FAILED');
      expect(await drifting()).toEqual(['A']);
      expect(await linksOf(item)).toEqual([expect.objectContaining({ lastWritten: 5, lastStatus: 'FAILED', seen: 3 })]);
      await seen(5, at(5));
      expect(await drifting()).toEqual([]);
      await seen(4, at(6));
      await written(4, at(7));
      expect(await drifting()).toEqual([]);
      // By how much is all that was written: what is there now nobody knows.
      await written(null, at(8));
      await seen(1, at(9));
      expect(await drifting()).toEqual([]);
    });

    it('take no note that is older than what is noted', async () => {
      const item = await set('A', { listings: [link(0, 'u1')] });
      const [listing] = await linksOf(item);
      const listingId = listing?.id ?? '';
      await store.stockItems.noteWritten(tenantId, [{ listingId, status: 'UNKNOWN', quantity: 5, at: at(2) }]);
      await store.stockItems.noteWritten(tenantId, [{ listingId, status: 'SUCCEEDED', quantity: 9, at: at(1) }]);
      expect(await linksOf(item)).toEqual([expect.objectContaining({ lastWritten: 5, lastStatus: 'UNKNOWN' })]);
      // Settled later, as of when it was written.
      await store.stockItems.noteWritten(tenantId, [{ listingId, status: 'SUCCEEDED', quantity: 5, at: at(2) }]);
      expect(await linksOf(item)).toEqual([expect.objectContaining({ lastStatus: 'SUCCEEDED', lastWrittenAt: at(2) })]);
    });

    it('count an operation once, however often and by whomever it is repeated', async () => {
      const item = await set('A', { onHand: 10 });
      const sell = (from: Store, operation: string) =>
        from.stockItems.changeOnHand(tenantId, operation, [{ stockItemId: item.id, change: { changeBy: -3 } }]);
      const told = await Promise.all([sell(store, 'op 1'), sell(other, 'op 1'), sell(store, 'op 1')]);
      expect(told.flat().map(({ before, after }) => [before, after])).toEqual([
        [10, 7],
        [10, 7],
        [10, 7],
      ]);
      expect(told.flat().filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
      expect(await sell(other, 'op 2')).toEqual([{ stockItemId: item.id, before: 7, after: 4, isRepeat: false }]);
      expect(await sell(store, 'op 3')).toMatchObject([{ before: 4, after: 1 }]);
      // More was sold than there was.
      expect(await sell(store, 'op 4')).toMatchObject([{ before: 1, after: -2 }]);
      expect(await store.stockItems.find(tenantId, [item.id])).toEqual([expect.objectContaining({ onHand: -2 })]);
    });

    it('keep a count unknown that is changed by a number, and know it once it is set', async () => {
      const item = await set('A');
      const change = (operation: string, by: { changeBy: number } | { setTo: number }) =>
        store.stockItems.changeOnHand(tenantId, operation, [{ stockItemId: item.id, change: by }]);
      expect(await change('op 1', { changeBy: 4 })).toMatchObject([{ before: null, after: null }]);
      expect(await change('op 2', { setTo: 4 })).toMatchObject([{ before: null, after: 4 }]);
      expect(await change('op 2', { setTo: 9 })).toMatchObject([{ before: null, after: 4, isRepeat: true }]);
    });

    it('forget operations after thirty days, and not before', async () => {
      const item = await set('A', { onHand: 10 });
      const sell = (operation: string) =>
        store.stockItems.changeOnHand(tenantId, operation, [{ stockItemId: item.id, change: { changeBy: -1 } }]);
      await sell('old');
      now = new Date(now.getTime() + 30 * 24 * 3600_000);
      await sell('other');
      expect(await sell('old')).toMatchObject([{ isRepeat: true }]);
      now = new Date(now.getTime() + 1);
      await sell('third');
      expect(await sell('old')).toMatchObject([{ isRepeat: false }]);
    });

    it('are linked by code: units join the item of their code, new codes make items, linked units stay as they are', async () => {
      const known = await set('A', { name: 'Kept', onHand: 3, listings: [link(0, 'u1', { safetyStock: 4 })] });
      const unit = (shopAt: number, unitId: string, merchantCode: string) => ({
        ...{
          shopKey: shops[shopAt] ?? '',
          unitId,
          itemId: `item of ${unitId}`,
          merchantCode,
          name: `name of ${unitId}`,
        },
      });
      const units = [unit(0, 'u1', 'B'), unit(1, 'u2', 'A'), unit(2, 'u3', 'C')];
      expect(await store.stockItems.link(tenantId, group.key, units)).toBe(2);
      expect(await store.stockItems.link(tenantId, group.key, units)).toBe(0);
      const items = await store.stockItems.list(tenantId, group.key, { shopKeys: null, limit: 10 });
      expect(items).toEqual([
        expect.objectContaining({ id: known.id, merchantCode: 'A', name: 'Kept', onHand: 3, version: 2 }),
        expect.objectContaining({ merchantCode: 'C', name: 'name of u3', onHand: null, version: 1 }),
      ]);
      const links = await store.stockItems.listingsOfUnits(tenantId, ['u1', 'u2', 'u3']);
      expect(links).toHaveLength(3);
      expect(links).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ unitId: 'u1', stockItemId: known.id, safetyStock: 4 }),
          expect.objectContaining({ unitId: 'u2', stockItemId: known.id, allocation: WHOLE, itemId: 'item of u2' }),
          expect.objectContaining({ unitId: 'u3', stockItemId: items[1]?.id, safetyStock: 0 }),
        ]),
      );
    });

    it('are the same after the store was closed and opened', async () => {
      const item = await set('A', { onHand: 1, listings: [link(0, 'u1', { allocation: 3333 })] });
      const links = await linksOf(item);
      await store.close();
      store = await place.open({ now: () => now });
      expect(await store.stockItems.find(tenantId, [item.id])).toEqual([item]);
      expect(await linksOf(item)).toEqual(links);
    });
  });
}
