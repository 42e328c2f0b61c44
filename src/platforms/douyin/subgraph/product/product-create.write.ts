import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { douyinOf } from '../context.js';
import { plannedRead } from '../planned.js';
import { attributesOf } from './product-attributes.js';
import type { ProductCreateInput } from './product-content.input.js';
import { checkedProduct, creationOf, PATHS, withAttributes } from './product-creation.js';
import { detailRead, present } from './product-target.js';

/**
 * `productCreate`: the category's properties where attributes are given, the pictures that are not in the material centre, then the
 * product, which is read back. Nothing of it is journalled as sent before the product itself is: pictures can be brought again.
 */
export async function createProduct(
  input: ProductCreateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const scope = await douyinOf(ctx).forWrite(decodeGlobalId(input.shopId)?.shopKey ?? '');
  refuseVersion(options);
  const product = checkedProduct(input);
  const { deps } = scope;
  const isDryRun = options?.dryRun === true;
  const attributes = () => attributesOf(scope, input.categoryNativeId, input.attributes ?? []);
  // The plan shows the very attributes, and what is wrong with them: both need the read.
  const shown = isDryRun ? withAttributes(product, await attributes()) : product;
  const { idOf: _, ...creation } = creationOf(scope, {
    product: shown,
    stated: async () => withAttributes(product, await attributes()),
    pictures: input,
    paths: PATHS,
    time: ctx,
  });
  const { value: id, base } = await runWrite<string>(ctx, deps.writes, {
    ...creation,
    input,
    options,
    plan: () => {
      const properties = (input.attributes ?? []).slice(0, 1);
      const read = properties.map(() => plannedRead(scope, METHODS.productCategoryProperties));
      return [...read, ...creation.plan(), detailRead({ scope })];
    },
  });
  if (id === null) return { ...base, product: null };
  const { record, failure } = await readBack(() => present({ scope, nativeId: id }));
  return { ...base, product: failure === null ? record : failing(failure) };
}
