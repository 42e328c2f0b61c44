import { AppError } from '../../../../errors/app-error.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { readCatalogue } from '../../upstream/catalogue/catalogue.js';
import { callableMethod, rawMethod } from '../../upstream/catalogue/raw-method.js';
import { readRawParameters } from '../../upstream/catalogue/raw-parameters.js';
import { douyinOf } from '../context.js';
import { planned } from '../planned.js';
import type { DouyinMethodCallInput } from './douyin-method-call.input.js';

/**
 * `douyinMethodCall`: any catalogued method with raw parameters. A write that fails after it was sent stays UNKNOWN: nothing is
 * known of how its outcome could be looked up.
 * @throws AppError INVALID_INPUT for the method and the parameters, PERMISSION_DENIED, and what the call answers
 */
export async function callMethod(
  input: DouyinMethodCallInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const decoded = decodeGlobalId(input.shopId);
  if (decoded?.type !== 'Shop') throw new AppError('NOT_FOUND', undefined, { path: ['input', 'shopId'] });
  const scope = await douyinOf(ctx).forWrite(decoded.shopKey);
  refuseVersion(options);
  const catalogued = callableMethod(readCatalogue(), input.method);
  if (catalogued.isDecrypting && !ctx.caller.scopes.has('orders:pii'))
    throw new AppError('PERMISSION_DENIED', undefined, { path: ['input', 'method'], requiredScopes: ['orders:pii'] });
  const method = rawMethod(catalogued);
  const parameters = readRawParameters(catalogued, input.parameters);
  const { value, base } = await runWrite<unknown>(ctx, scope.deps.writes, {
    mutation: 'douyinMethodCall',
    shopKey: scope.shop.key,
    input,
    options,
    plan: () => [planned(scope, method, parameters)],
    intent: { method: input.method },
    isSandbox: scope.shop.isSandbox,
    send: async (beforeFirstByte) => {
      // A read changes nothing: one that fails leaves its key free.
      const tell = method.kind === 'write' ? { beforeFirstByte } : {};
      return scope.client.call({ method, parameters, ...tell }, (data) => withoutSecrets(data));
    },
    // Nobody knows what is in it: personal data is not stored (conventions C11). A repeat is told that it was done.
    encode: () => null,
    decode: (stored) => JSON.parse(stored) as unknown,
  });
  return { ...base, data: value ?? null };
}

/** Names of fields that hold a credential. */
const SECRET = /(^|_)(access_|refresh_)?(token|secret|password)$/i;

/** A copy without credentials, which some methods answer with. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      typeof held === 'string' && SECRET.test(name) ? '[redacted]' : withoutSecrets(held),
    ]),
  );
}
