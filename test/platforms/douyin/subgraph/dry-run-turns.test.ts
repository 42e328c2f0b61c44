import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const SHELF = `mutation($input: ProductOnlineSetInput!, $options: WriteOptions) {
  productOnlineSet(input: $input, options: $options) { userErrors { code } plan { calls { endpoint } } }
}`;
const CREATE = `mutation($input: RegionalWarehousesCreateInput!, $options: WriteOptions) {
  regionalWarehousesCreate(input: $input, options: $options) { rows { status } userErrors { code } }
}`;
const OFF = 'POST /product/setOffline';
const LIST = 'POST /warehouse/list';

let server: DouyinServer;
beforeAll(async () => {
  server = await startDouyin({ emulator: { seed: 'demo' } });
}, 30_000);
afterAll(() => server.stop());

it('a dry run waits for no write of its object', async () => {
  const { data } = await server.ask(
    'query($shop: ID!) { shop(by: { id: $shop }) { products(first: 1, filter: { isOnline: true }) { nodes { id } } } }',
    { shop: server.shops[0]?.id },
  );
  const input = { id: data.shop.products.nodes[0].id, isOnline: false };
  const { faults } = server.douyin;
  faults.set([{ match: { operation: OFF }, fault: 'hold', phase: 'before_effect', times: 1 }]);
  const held = server.ask(SHELF, { input, options: null });
  await faults.whenHeld();
  const dry = await server.ask(SHELF, { input, options: { dryRun: true } });
  expect(dry.data.productOnlineSet).toEqual({
    userErrors: [],
    plan: { calls: [{ endpoint: 'POST product/setOffline' }, { endpoint: 'POST product/detail' }] },
  });
  expect(faults.held).toBe(1);
  faults.clear();
  expect((await held).data.productOnlineSet.userErrors).toEqual([]);
});

it('a dry run that reads keeps no write of its objects waiting', async () => {
  const input = { shopId: server.shops[0]?.id, warehouses: [{ outerId: 'WH-DRY', name: '仓' }] };
  const { faults } = server.douyin;
  faults.set([{ match: { operation: LIST }, fault: 'hold', phase: 'before_effect', times: 1 }]);
  const held = server.ask(CREATE, { input, options: { dryRun: true } });
  await faults.whenHeld();
  const made = await server.ask(CREATE, { input, options: null });
  expect(made.data.regionalWarehousesCreate).toEqual({ rows: [{ status: 'SUCCEEDED' }], userErrors: [] });
  expect(faults.held).toBe(1);
  faults.clear();
  expect((await held).data.regionalWarehousesCreate.userErrors).toEqual([]);
});
