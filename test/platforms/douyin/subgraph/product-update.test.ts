import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DETAIL,
  EDIT,
  FOREIGN,
  MATERIAL,
  OWN,
  PROPERTIES,
  type ProductBench,
  sku,
  startProducts,
  UPLOAD,
} from './product-bench.js';

let bench: ProductBench;
beforeAll(async () => {
  bench = await startProducts();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.douyin.journal.clear();
});

type Product = ReturnType<ProductBench['named']>[number];
const onShelf = (skuType: number): Product[] =>
  [...bench.state.products.values()].filter(
    ({ status, checkStatus, draft, skus }) =>
      status === 0 && checkStatus === 3 && draft === null && skus.every((one) => one.skuType === skuType),
  );
/** One that no test has changed yet. */
const fresh = (skuType = 0): Product => onShelf(skuType).at(-1) as Product;
const idOf = ({ id }: Product): string => bench.shop.gid('Product', id);
const title = '示例纯棉T恤秋冬新款男女同款';

describe('a change of a product of Douyin', () => {
  it('sends what is given and nothing else, submits it, and reads the product back', async () => {
    const product = fresh();
    const { payload } = await bench.update({ id: idOf(product), title });
    expect(payload).toMatchObject({ userErrors: [], replayed: false, product: { id: idOf(product) } });
    expect(bench.server.calls()).toEqual([EDIT, DETAIL]);
    expect(bench.bodies(EDIT)).toEqual([{ commit: true, name: title, product_id: product.id }]);
    expect(product.draft?.content.name).toBe(title);
  });

  it('replaces all SKUs, which takes a read before it', async () => {
    const product = fresh();
    const { payload } = await bench.update({ id: idOf(product), skus: [sku('红', 'M'), sku('红', 'L')] });
    expect(payload.userErrors).toEqual([]);
    expect(bench.server.calls()).toEqual([DETAIL, EDIT, DETAIL]);
    expect(product.draft?.skus?.map(({ price, stock }) => [price, stock])).toEqual([
      [5990, 10],
      [5990, 10],
    ]);
  });

  it('does not replace SKUs that have stock by warehouse, which would be lost', async () => {
    const { payload } = await bench.update({ id: idOf(fresh(1)), skus: [sku('红', 'M')] });
    expect(payload.userErrors[0]).toMatchObject({ code: 'STATE_FORBIDS', path: ['input', 'skus'] });
    expect(bench.server.calls()).toEqual([DETAIL]);
  });

  it('states attributes by the properties of its category, and brings pictures', async () => {
    const product = fresh();
    const attributes = [{ propertyNativeId: '1687', values: ['羊毛'] }];
    const { payload } = await bench.update({
      id: idOf(product),
      attributes,
      imageUrls: [FOREIGN],
      descriptionImageUrls: [OWN],
    });
    expect(payload.userErrors).toEqual([]);
    expect(bench.server.calls()).toEqual([DETAIL, PROPERTIES, UPLOAD, MATERIAL, EDIT, DETAIL]);
    expect(bench.bodies(EDIT)[0]).toMatchObject({
      product_format_new: '{"1687":[{"diy_type":0,"name":"羊毛","value":1235}]}',
      description: OWN,
    });
  }, 15_000);

  it('takes the limit per buyer away for null, and refuses null where the platform cannot', async () => {
    const product = fresh();
    const cleared = await bench.update({ id: idOf(product), limitPerBuyer: null });
    expect(cleared.payload.userErrors).toEqual([]);
    expect(bench.bodies(EDIT)[0]).toMatchObject({ limit_per_buyer: 0 });
    for (const name of ['title', 'imageUrls', 'descriptionImageUrls', 'skus']) {
      const { payload } = await bench.update({ id: idOf(product), [name]: null });
      expect(payload.userErrors).toContainEqual(
        expect.objectContaining({ code: 'UNSUPPORTED_COMBINATION', path: ['input', name] }),
      );
      expect(bench.server.calls()).toEqual([]);
    }
  });

  it('is refused without anything to change, and with all that is wrong at once', async () => {
    const nothing = await bench.update({ id: idOf(fresh()) });
    expect(nothing.payload.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input'] });
    const { payload } = await bench.update({ id: idOf(fresh()), title: '短', skus: [sku('红|', 'M')] });
    expect(payload.userErrors.map(({ path }: { path: string[] }) => path)).toEqual([
      ['input', 'title'],
      ['input', 'skus', '0', 'selectedOptions', '0', 'value'],
    ]);
    expect(bench.server.calls()).toEqual([]);
  });

  it('holds the version that was expected', async () => {
    const product = fresh();
    const stale = await bench.update({ id: idOf(product), title }, { expectedVersion: 'old' });
    expect(stale.payload.userErrors[0]).toMatchObject({ code: 'CONFLICT', path: ['options', 'expectedVersion'] });
    expect(bench.server.calls()).toEqual([DETAIL]);
    const { data } = await bench.server.ask('query($id: ID!) { product(id: $id) { version } }', { id: idOf(product) });
    const options = { expectedVersion: data.product.version };
    const right = await bench.update({ id: idOf(product), title, skus: [sku('红', 'M')] }, options);
    expect(right.payload.userErrors).toEqual([]);
    expect(bench.server.calls()).toEqual([DETAIL, EDIT, DETAIL]);
  });

  it('of a product under review is forbidden by its state', async () => {
    const product = fresh();
    await bench.update({ id: idOf(product), title });
    const { payload } = await bench.update({ id: idOf(product), title: `${title}二` });
    expect(payload.userErrors[0]).toMatchObject({
      code: 'STATE_FORBIDS',
      message: 'The product is under review.',
      path: ['input', 'id'],
      fault: { subCode: 'isv.business-failed:2010041' },
    });
  });

  it('is planned with the very parameters, and nothing is sent', async () => {
    const product = fresh();
    const input = { id: idOf(product), title, attributes: [{ propertyNativeId: '1687', values: ['棉'] }] };
    const { payload } = await bench.update(input, { dryRun: true });
    expect(bench.server.calls()).toEqual([DETAIL, PROPERTIES]);
    const { calls } = payload.plan;
    expect(calls.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
      'POST product/detail',
      'POST product/getCatePropertyV2',
      'POST product/editV2',
      'POST product/detail',
    ]);
    await bench.update(input);
    expect(calls[2].body).toEqual(bench.bodies(EDIT)[0]);
  });

  it('is refused for an id of another type, a foreign shop, and a key without the scope', async () => {
    const product = fresh();
    for (const id of [bench.shop.gid('Order', product.id), 'gid://v1/Product/s7f3k2a/1']) {
      const { payload } = await bench.update({ id, title });
      expect(payload.userErrors[0].code).toBe('NOT_FOUND');
    }
    const unscoped = await bench.update({ id: idOf(product), title }, null, bench.server.readKey);
    expect(unscoped.payload.userErrors[0].code).toBe('PERMISSION_DENIED');
    expect(bench.server.calls()).toEqual([]);
  });

  it('whose answer was lost is never repeated, and is settled by the draft', async () => {
    const product = fresh();
    const input = {
      id: idOf(product),
      title: `${title}三`,
      skus: [sku('红', 'M', { merchantCode: 'X-1' })],
      imageUrls: [OWN],
    };
    bench.server.douyin.faults.set([{ match: { operation: EDIT }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    const lost = await bench.update(input, { idempotencyKey: 'lost edit' });
    expect(lost.payload.userErrors[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    const again = await bench.update(input, { idempotencyKey: 'lost edit' });
    expect(again.payload).toMatchObject({ userErrors: [], replayed: true, product: { id: idOf(product) } });
    expect(bench.server.calls()).toEqual([DETAIL, DETAIL]);
    const other = await bench.update({ ...input, title }, { idempotencyKey: 'lost edit' });
    expect(other.payload.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('that never came there stays unknown', async () => {
    const product = fresh();
    bench.server.douyin.faults.set([{ match: { operation: EDIT }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    const input = { id: idOf(product), title: `${title}四` };
    await bench.update(input, { idempotencyKey: 'never came' });
    const again = await bench.update(input, { idempotencyKey: 'never came' });
    expect(again.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    // The background may look at the same time.
    expect(new Set(bench.server.calls())).toEqual(new Set([DETAIL]));
  });
});
