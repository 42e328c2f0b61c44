import { createHash } from 'node:crypto';
import { Refusal, ServerError } from './envelope.js';
import { has, item } from './python.js';
import type { HostShop } from './records.js';
import { findByCode, type View } from './view.js';

/** What the platform behind the host answers to an operation for a shop; null when it gives no answer. */
export type PlatformAnswer = (operation: string, shop: HostShop) => object | null;

/** The shop a plugin view is for. Unlike the switches, a code that is not known is an error nobody handles. */
function shopOf(call: Parameters<View>[0]): HostShop {
  const body = call.body();
  if (!has(body, 't_code')) throw new Refusal('店铺唯一值不在Post Data中');
  const shop = findByCode(call, item(body, 't_code'));
  if (shop === undefined) throw new ServerError('no such shop');
  return shop;
}

/** A view that an operator mounted for one operation; whatever goes wrong behind it is an empty result. */
export const pluginView =
  (operation: string, platform: PlatformAnswer): View =>
  (call) => ({ result: platform(operation, shopOf(call)) ?? '' });

/** The view for push messages: an object that names the shop, signed over its exact text. */
export const notifyView: View = (call) => {
  const shop = shopOf(call);
  const { headers, body } = call.request;
  const signature = createHash('md5')
    .update(shop.shopAppid + body.toString('utf8') + shop.shopAppSecret, 'utf8')
    .digest('hex');
  const isValid =
    headers['app-id'] === shop.shopAppid && headers['event-sign'] === signature && has(call.body(), 'tag');
  return isValid ? { code: 0, msg: 'success' } : { code: 40041, message: '解析推送数据失败' };
};

/**
 * A platform of a few goods for each environment. A proxy is taken for unreachable unless it is listed, and one that was stored
 * as a text breaks every call.
 */
export function smallPlatform(reachableProxies: ReadonlySet<string>): PlatformAnswer {
  return (operation, shop) => {
    if (shop.proxy === 1 && !isReachable(shop.proxyIp, reachableProxies)) return null;
    const environment = shop.sandbox === 1 ? 'sandbox' : 'live';
    const data =
      operation === 'product.detail'
        ? { product_id: '3539925204033339668', name: `${shop.shopName} ${environment}`, price: '102' }
        : { page: 0, size: 10, total: 1, shop_order_list: [{ order_id: `${shop.shopId}01`, environment }] };
    const news = { code: 10000, msg: 'success', sub_code: '', sub_msg: '' };
    return { data, err_no: 0, message: 'success', ...news };
  };
}

function isReachable(map: unknown, reachable: ReadonlySet<string>): boolean {
  if (typeof map === 'string') return false;
  const https = (map as Readonly<Record<string, unknown>> | null)?.['https'];
  return https === undefined || https === null || reachable.has(String(https));
}
