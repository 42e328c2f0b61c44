import { Shop } from '../../../../registry/shop/shop.type.js';
import { atId, failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { deleteWrite, sendWrite } from '../../upstream/endpoints/product-write.js';
import { checkVersion, oneAtATime, writeTarget } from '../object-write.js';
import { planned } from '../planned.js';
import { detailRead, forget, present, versionRead } from './product-target.js';
import type { ProductDeleteInput, ProductOnlineSetInput } from './product-write.input.js';

type Options = WriteOptions | null | undefined;

/** `productOnlineSet`: the shelf as it is to be, so that a repeat is harmless; the product is read back. */
export async function setProductOnline(
  input: ProductOnlineSetInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, 'Product', ctx);
  const { scope, nativeId: id } = target;
  const { client, deps } = scope;
  return oneAtATime(target, options, async () => {
    const { value, base } = await runWrite<Done>(ctx, deps.writes, {
      mutation: 'productOnlineSet',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => {
        const { method, parameters } = deps.shelf.write(scope.shop, id, input.isOnline);
        return [...versionRead(target, options), planned(scope, method, parameters), detailRead(target)];
      },
      intent: { id, isSandbox: scope.shop.isSandbox, isOnline: input.isOnline },
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => {
        await checkVersion(options, () => present(target));
        await atId(deps.shelf.send(client, id, input.isOnline, beforeFirstByte));
        return 'done';
      },
      encode: (done) => JSON.stringify(done),
      decode: () => 'done',
      reconcile: deps.reconcile.productOnlineSet,
    });
    if (value === null) return { ...base, product: null };
    const { record, failure } = await readBack(() => present(target));
    return { ...base, product: failure === null ? record : failing(failure) };
  });
}

/** `productDelete`: into the recycle bin of the platform. Deleting a product that is there already is refused by it. */
export async function deleteProduct(input: ProductDeleteInput, options: Options, ctx: RequestContext): Promise<object> {
  const target = await writeTarget(input.id, 'Product', ctx);
  const { scope, nativeId: id } = target;
  const write = deleteWrite(id);
  return oneAtATime(target, options, async () => {
    const { value, base } = await runWrite<string>(ctx, scope.deps.writes, {
      mutation: 'productDelete',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => [...versionRead(target, options), planned(scope, write.method, write.parameters)],
      intent: { id, isSandbox: scope.shop.isSandbox },
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => {
        await checkVersion(options, () => present(target));
        await atId(sendWrite(scope.client, write, beforeFirstByte));
        forget(target);
        return input.id;
      },
      encode: (deletedId) => JSON.stringify(deletedId),
      decode: (text) => String(JSON.parse(text)),
      reconcile: scope.deps.reconcile.productDelete,
    });
    return { ...base, deletedId: value, shop: value === null ? null : Shop.of(scope.shop) };
  });
}

/** What a write is remembered by that answers nothing: that it was done. */
type Done = 'done';
