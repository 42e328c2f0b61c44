import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/scratch-folder.js';
import { start, type TestServer } from '../support/start.js';

const CREATE = 'POST /v2/ec/commodity/create';
const COPY = `mutation ($input: CatalogSyndicateInput!) {
  payload: catalogSyndicate(input: $input, options: { idempotencyKey: "over a crash" }) {
    results { item { id } status droppedPaths userErrors { code } }
    userErrors { code }
    replayed
  }
}`;

const file = join(scratchFolder('syndicate-crash'), 'shopgraph.db');
const masterKeys = `test:${randomBytes(32).toString('base64')}`;

let first: TestServer;
let second: TestServer | null = null;
beforeAll(async () => {
  first = await start({ file, masterKeys });
}, 30_000);
afterAll(async () => {
  first.kuaizhan.faults.clear();
  await second?.stop();
  await first.stop();
});

it('a copy that was sent when the process ended is found by the next one, with what it does not have', async () => {
  const [from, to] = first.shops;
  const known = await first.ask('query ($id: ID!) { shop(by: { id: $id }) { commodityCategories { id } } }', {
    id: from?.id,
  });
  const [category] = known.data.shop.commodityCategories;
  const unit = { selectedOptions: [{ name: '规格', value: '大' }], price: { amount: '5' }, stock: 1 };
  const commodity = {
    shopId: from?.id,
    title: '示例',
    goods: { withOptions: { variants: [unit] } },
    categoryIds: [category.id],
  };
  const made = await first.ask(
    `mutation ($input: CommodityCreateInput!) { made: commodityCreate(input: $input) { commodity { id } } }`,
    { input: commodity },
  );
  const input = { sourceId: made.data.made.commodity.id, shopIds: [to?.id] };
  first.kuaizhan.faults.set([{ match: { operation: CREATE }, fault: 'hold', phase: 'after_effect' }]);
  const lost = first.ask(COPY, { input }).catch(() => null);
  await first.kuaizhan.faults.whenHeld();
  // The journal is as a process leaves it that is killed now; the next one finds it so.
  second = await start({ file, masterKeys, env: { KUAIZHAN_URL: first.kuaizhan.url } });
  const { data } = await second.ask(COPY, { input });
  const copies = [...first.kuaizhan.state.commodities.values()].filter(
    ({ title, shop }) => title === '示例' && shop.id === to?.shopId,
  );
  expect(copies).toHaveLength(1);
  expect(data.payload).toEqual({
    results: [
      {
        item: { id: to?.gid('Commodity', copies[0]?.id ?? '') },
        status: 'SUCCEEDED',
        droppedPaths: ['categories'],
        userErrors: [],
      },
    ],
    userErrors: [],
    replayed: true,
  });
  first.kuaizhan.faults.clear();
  await lost;
}, 30_000);
