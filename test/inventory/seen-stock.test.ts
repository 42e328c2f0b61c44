import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WHOLE } from '../../src/inventory/ports.js';
import { SeenStock } from '../../src/inventory/seen-stock.js';
import { createLogger } from '../../src/log/logger.js';
import type { Store } from '../../src/store/open-store.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';

const log = createLogger({ level: 'silent', format: 'json' });

describe('what reads show of stock', () => {
  let home: Home;
  let store: Store;
  let tenantId: string;
  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    const { registry } = await makeRegistry(store, freshKey('k'));
    tenantId = (await registry.createTenant('One')).id;
    const { key } = await registry.registerShop(tenantId, {
      ...{ name: 'shop', registration: kuaizhanShop('11', 'token'), isSandbox: false, labels: [] },
    });
    const group = await registry.groups.create(tenantId, { name: 'All', shopKeys: [key] });
    const link = { shopKey: key, itemId: null, allocation: WHOLE, safetyStock: 0 };
    await store.stockItems.set({
      ...{ tenantId, groupKey: group.key, merchantCode: 'A', shopKeys: null, expectedVersion: null },
      listings: [{ ...link, unitId: 'u1' }],
    });
  });
  afterEach(() => home.close());

  const seenOf = async (unitId: string) =>
    (await store.stockItems.listingsOfUnits(tenantId, [unitId])).map(({ seen, seenAt }) => [seen, seenAt]);

  it('is noted behind them: the newest of a unit, in whichever order it was told', async () => {
    const witness = new SeenStock({ items: store.stockItems, log, waitMs: 5 });
    witness.tell(tenantId, [{ unitId: 'u1', quantity: 4, at: new Date(2_000) }]);
    witness.tell(tenantId, [
      { unitId: 'u1', quantity: 9, at: new Date(1_000) },
      { unitId: 'linked to nothing', quantity: 1, at: new Date(1_000) },
    ]);
    await witness.flush();
    expect(await seenOf('u1')).toEqual([[4, new Date(2_000)]]);
    expect(await seenOf('linked to nothing')).toEqual([]);
  });

  it('is noted by itself after a moment', async () => {
    const witness = new SeenStock({ items: store.stockItems, log, waitMs: 5 });
    witness.tell(tenantId, [{ unitId: 'u1', quantity: 4, at: new Date(2_000) }]);
    for (let tries = 0; tries < 200 && (await seenOf('u1'))[0]?.[0] !== 4; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await seenOf('u1')).toEqual([[4, new Date(2_000)]]);
  });

  it('is dropped and logged when it cannot be stored, and fails nobody', async () => {
    const lines: string[] = [];
    const loud = createLogger({ level: 'info', format: 'json', write: (line) => void lines.push(line) });
    const witness = new SeenStock({ items: store.stockItems, log: loud });
    await store.close();
    witness.tell(tenantId, [{ unitId: 'u1', quantity: 4, at: new Date(2_000) }]);
    await witness.flush();
    expect(lines.join('')).toContain('could not be noted');
  });
});
