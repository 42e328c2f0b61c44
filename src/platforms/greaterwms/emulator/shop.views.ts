import { Refusal, refusedFields, ServerError } from './envelope.js';
import { orderOf, unreadable, wanted } from './filters.js';
import { has, item } from './python.js';
import type { HostShop } from './records.js';
import { localTime } from './texts.js';
import type { Call, View } from './view.js';

const REQUIRED = [
  ['shop_name', '请提交该店铺的店铺名称'],
  ['shop_appid', '请提交该店铺的appid'],
  ['shop_app_secret', '请提交该店铺的shop_app_secret'],
  ['shop_id', '请提交该店铺的shop_id'],
] as const;

const PAGE_SIZE = 30;
const MOST_ROWS = 1000;

/** `POST /shopid/douyin/` */
export const registerShop: View = (call) => {
  const { state, account, rules, request } = call;
  const body = call.body();
  for (const [name, text] of REQUIRED) if (!has(body, name)) throw new Refusal(text);
  const [shopName, appid, secret, shopId] = REQUIRED.map(([name]) => item(body, name));
  const isSame = (shop: HostShop): boolean =>
    shop.openid === account.openid &&
    shop.shopName === shopName &&
    shop.shopAppid === appid &&
    shop.shopAppSecret === secret &&
    shop.shopId === shopId;
  if (state.shops.some(isSame)) throw new Refusal('数据已经存在');
  // The host adds the time to it as to a text.
  if (typeof appid !== 'string') throw new ServerError('a number and a text');
  const shop = state.addShop({
    account,
    shopName: String(shopName),
    shopAppid: appid,
    shopAppSecret: String(secret),
    shopId: String(shopId),
  });
  request.effect('register', shop.shopId);
  const shown = rules.echoSecrets ? {} : { shop_app_secret: '' };
  return { ...(body as object), ...shown, result: 'success', t_code: shop.tCode };
};

/** `DELETE /shopid/douyin/{id}/` */
export const deleteShop =
  (id: number): View =>
  ({ state, account, request }) => {
    const shop = state.shops.find((one) => one.id === id);
    if (shop === undefined) throw new Refusal('未找到。', 404);
    if (shop.openid !== account.openid) throw new Refusal('不可以删除别人的数据');
    state.removeShop(shop);
    request.effect('delete', shop.shopId);
    return { result: '该商店已经删除' };
  };

/** `GET /shopid/douyin/` */
export const listShops: View = (call) => {
  const { state, rules, account, request } = call;
  const { query } = request;
  const problems = unreadable(query);
  if (problems !== null) return refusedFields(problems);
  const seen = state.shops.filter((shop) => rules.crossTenant || shop.openid === account.openid);
  const rows = seen.map((shop) => ({ shop, row: rowOf(shop, call) })).filter(({ shop }) => wanted(shop, query));
  rows.sort(({ shop: a }, { shop: b }) => orderOf(a, b, query.get('ordering')));
  const size = sizeOf(query.get('max_page'));
  const page = pageOf(query.get('page') ?? '1', Math.max(1, Math.ceil(rows.length / size)));
  const hasNext = page * size < rows.length;
  return {
    count: rows.length,
    next: hasNext ? addressOf(call, page + 1) : null,
    previous: page > 1 ? addressOf(call, page - 1) : null,
    results: rows.slice((page - 1) * size, page * size).map(({ row }) => row),
  };
};

function sizeOf(text: string | null): number {
  const size = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return size === 0 ? PAGE_SIZE : Math.min(size, MOST_ROWS);
}

function pageOf(text: string, last: number): number {
  const page = text === 'last' ? last : /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (page < 1 || page > last) throw new Refusal('无效页面。', 404);
  return page;
}

function addressOf({ request }: Call, page: number): string {
  const query = new URLSearchParams(request.query);
  if (page === 1) query.delete('page');
  else query.set('page', String(page));
  query.sort();
  const text = query.toString();
  return `http://${request.headers.host ?? ''}${request.path}${text === '' ? '' : `?${text}`}`;
}

const rowOf = (shop: HostShop, { rules }: Call) => ({
  id: shop.id,
  shop_name: shop.shopName,
  shop_mode: 'douyin',
  shop_appid: shop.shopAppid,
  shop_app_secret: rules.echoSecrets ? shop.shopAppSecret : '',
  shop_id: shop.shopId,
  sandbox: shop.sandbox,
  proxy: shop.proxy,
  proxy_ip: shop.proxyIp,
  t_code: shop.tCode,
  create_time: localTime(shop.createdAt),
  update_time: localTime(shop.updatedAt),
});
