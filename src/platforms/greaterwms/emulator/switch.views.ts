import { Refusal } from './envelope.js';
import { has, int, item } from './python.js';
import { findByCode, type View } from './view.js';

/** The body as it came, types and all, with the result beside it. */
const echo = (body: unknown): object => ({ ...(body as object), result: 'success' });

/** `POST /shopid/douyin/sandbox/`, in the host's order of checks. */
export const setSandbox: View = (call) => {
  const body = call.body();
  if (!has(body, 't_code')) throw new Refusal('请提交该店铺的唯一值');
  if (!has(body, 'sandbox')) throw new Refusal('请sandbox调整成开启还是关闭，开始是1，关闭是0');
  const sandbox = int(item(body, 'sandbox'));
  if (call.rules.sandboxDefect || (sandbox !== 0 && sandbox !== 1)) throw new Refusal('沙箱环境只接受1，或者0');
  const shop = findByCode(call, item(body, 't_code'));
  if (shop === undefined) throw new Refusal('店铺不存在');
  shop.sandbox = sandbox;
  call.request.effect('sandbox', `${shop.shopId}=${sandbox}`);
  return echo(body);
};

/** `POST /shopid/douyin/proxy/`: what it answers does not depend on whether there is such a shop. */
export const setProxy: View = (call) => {
  const body = call.body();
  if (!has(body, 't_code')) throw new Refusal('请提交该店铺的唯一值');
  if (!has(body, 'proxy')) throw new Refusal('代理开启还是关闭，开启是1，关闭是0');
  const proxy = int(item(body, 'proxy'));
  if (proxy !== 0 && proxy !== 1) throw new Refusal('请proxy调整成开启还是关闭，开启是1，关闭是0');
  if (proxy === 1 && !has(body, 'proxy_ip')) throw new Refusal('请输入代理ip，是个json格式{}');
  const shop = findByCode(call, item(body, 't_code'));
  if (shop !== undefined) {
    shop.proxy = proxy;
    shop.proxyIp = proxy === 1 ? item(body, 'proxy_ip') : {};
    call.request.effect('proxy', `${shop.shopId}=${proxy}`);
  }
  return echo(body);
};
