import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import { wallClock } from '../protocol/times.js';
import { PRODUCT_EVENT, productContentChanged } from '../push/product.messages.js';
import type { Product } from '../state/product.record.js';
import { putProduct, removeProduct } from '../state/state.js';
import { hasContent, readContent } from './content.reader.js';
import { applyContent, changed, submit } from './product.life.js';
import { detailIds } from './product.row.js';
import { buildSkus, readSpecs } from './specs.reader.js';

const BAD_VALUE = 2010004;
const NEEDED = 2010003;

/** Writing products (specification g.4). */
export const PRODUCT_WRITES: readonly Endpoint[] = [
  {
    method: 'product.addV2',
    wrong: BAD_VALUE,
    absent: NEEDED,
    answer: (call) => {
      const product = create(call);
      call.effect('product.create', product.id);
      return {
        product_id: BigInt(product.id),
        out_product_id: BigInt(product.content.outProductId),
        outer_product_id: product.content.outerProductId,
        create_time: wallClock(product.createdAt),
        sku: product.skus.map((sku) => ({
          sku_id: BigInt(sku.id),
          out_sku_id: BigInt(sku.outSkuId),
          outer_sku_id: sku.outerSkuId,
          code: sku.code,
          ...detailIds(sku),
          spec_detail_ids: sku.values.map(({ id }) => BigInt(id)),
        })),
      };
    },
  },
  {
    method: 'product.editV2',
    wrong: BAD_VALUE,
    absent: NEEDED,
    answer: (call) => {
      const product = found(call, (text) => failed(2010058, text));
      edit(call, product);
      call.effect('product.edit', product.id);
      return undefined;
    },
  },
  {
    method: 'product.setOnline',
    wrong: BAD_VALUE,
    answer: (call) => {
      const product = found(call, (text) => failed(2010058, text));
      if (product.status === 0) throw invalid(2010021, '重复操作，商品已上架');
      if (product.status === 2 || ![3, 7].includes(product.checkStatus)) throw invalid(2010022, '商品状态不允许上架');
      toShelf(call, product);
      return undefined;
    },
  },
  {
    method: 'product.setOffline',
    wrong: BAD_VALUE,
    answer: (call) => {
      const product = found(call, (text) => failed(2010058, text));
      if (product.status === 2) throw invalid(2010022, '商品已删除');
      if (product.status === 1) throw invalid(2010021, '重复操作，商品已下架');
      product.status = 1;
      changed(call, product, PRODUCT_EVENT.offShelf);
      call.effect('product.offline', product.id);
      return undefined;
    },
  },
  {
    method: 'product.del',
    wrong: 4,
    answer: (call) => {
      const product = found(call, (text) => invalid(4, text));
      const forever = call.params.flag('delete_forever') === true;
      if (product.status === 2 && !forever) throw invalid(7, '商品已删除，请勿重复操作');
      product.status = 2;
      product.auditAt = null;
      changed(call, product, PRODUCT_EVENT.deleted);
      if (forever) removeProduct(call.shop, product);
      call.effect('product.delete', product.id);
      return undefined;
    },
  },
];

function found({ params, shop }: Call, gone: (text: string) => Error): Product {
  const id = params.id('product_id');
  const outId = params.id('out_product_id');
  if (id === undefined && outId === undefined) throw missing(NEEDED, 'product_id不能为空');
  const product =
    id === undefined
      ? [...shop.products.values()].find(({ content }) => content.outProductId === outId)
      : shop.products.get(id);
  if (product === undefined) throw gone('商品不存在或已彻底删除');
  return product;
}

function create(call: Call): Product {
  const { params, shop, state, now, rules } = call;
  const commit = params.flag('commit');
  if (commit === undefined) throw missing(NEEDED, 'commit不能为空');
  const content = readContent(params, null, rules.imagesFromMaterialCentre);
  const draft = readSpecs(params);
  if (draft === undefined) throw missing(NEEDED, 'specs不能为空');
  const id = state.ids.next('product');
  const { specs, skus } = buildSkus(draft, shop, state.ids, id, now);
  const product: Product = {
    id,
    specId: state.ids.next('spec'),
    content: { ...content, specs },
    status: 1,
    checkStatus: 1,
    draftStatus: 1,
    draft: null,
    auditAt: null,
    skus,
    sellNum: 0,
    createdAt: now,
    updatedAt: now,
    extra: {},
  };
  putProduct(shop, product);
  changed(call, product, PRODUCT_EVENT.created);
  if (commit) {
    product.draftStatus = 0;
    submit(call, product);
  }
  return product;
}

function edit(call: Call, product: Product): void {
  const { params, shop, state, now, rules } = call;
  const commit = params.flag('commit');
  if (commit === undefined) throw missing(NEEDED, 'commit不能为空');
  if (product.status === 2) throw failed(2010042, '该商品已删除');
  if (product.checkStatus === 5) throw failed(2010043, '该商品已封禁');
  if (product.auditAt !== null) throw failed(2010041, '该商品在审核中');
  const approved = product.checkStatus === 3 || product.checkStatus === 7;
  if (!hasContent(params)) {
    if (!commit || (approved && product.draft === null && product.status === 0))
      throw invalid(2010102, '商品信息未变更');
    if (approved && product.draft === null) toShelf(call, product);
    else submitNew(call, product);
    return;
  }
  const content = readContent(params, product.draft?.content ?? product.content, rules.imagesFromMaterialCentre);
  const specDraft = readSpecs(params);
  const built = specDraft === undefined ? null : buildSkus(specDraft, shop, state.ids, product.id, now, product);
  const next = built === null ? content : { ...content, specs: built.specs };
  if (approved) {
    product.draft = { content: next, skus: built?.skus ?? product.draft?.skus ?? null };
    product.draftStatus = 1;
    changed(call, product, PRODUCT_EVENT.saved);
  } else {
    applyContent(call, product, next, built?.skus ?? null);
    changed(call, product, PRODUCT_EVENT.saved);
    call.post(417, () => productContentChanged(shop, product));
  }
  if (commit) submitNew(call, product);
}

function submitNew(call: Call, product: Product): void {
  if (product.draft === null) product.draftStatus = 0;
  submit(call, product);
}

function toShelf(call: Call, product: Product): void {
  product.status = 0;
  product.checkStatus = 3;
  changed(call, product, PRODUCT_EVENT.onShelf);
  call.effect('product.online', product.id);
}
