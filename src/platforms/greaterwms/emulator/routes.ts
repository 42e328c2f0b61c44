import { createHash } from 'node:crypto';
import type { Answer, Dialect, EmulatedRequest, Route } from '../../../emulator/answer.js';
import { login, register } from './account.views.js';
import { refused, success } from './envelope.js';
import { notifyView, type PlatformAnswer, pluginView } from './plugin.views.js';
import { deleteShop, listShops, registerShop } from './shop.views.js';
import { setProxy, setSandbox } from './switch.views.js';
import { runView, toRoute, type World } from './view.js';

const ONE_SHOP = /^\/shopid\/douyin\/(\d{1,9})\/$/;
const VIEW_PATHS = /^\/(shopid\/douyin|douyin|test|notify)\//;

/** Where the plugin's views are mounted, by path: the tutorial's `/test/`, and two of the usual form. */
export const DEFAULT_MOUNTS: Readonly<Record<string, string>> = {
  '/test/': 'order.searchList',
  '/douyin/order.searchList/': 'order.searchList',
  '/douyin/product.detail/': 'product.detail',
};

/** The routes of the host and of the views an operator mounted. */
export function hostRoutes(world: World, mounts: Readonly<Record<string, string>>, platform: PlatformAnswer): Route[] {
  return [
    { method: 'POST', path: '/register/', handle: (request) => register(world, request) },
    { method: 'POST', path: '/login/', handle: (request) => login(world, request) },
    ...toRoute(world, '/shopid/douyin/', { GET: listShops, POST: registerShop }),
    ...toRoute(world, '/shopid/douyin/sandbox/', { POST: setSandbox }),
    ...toRoute(world, '/shopid/douyin/proxy/', { POST: setProxy }),
    ...toRoute(world, '/notify/', { POST: notifyView }),
    ...Object.entries(mounts).flatMap(([path, operation]) =>
      toRoute(world, path, { POST: pluginView(operation, platform) }),
    ),
  ];
}

/** What no route of its own can be written for: a shop by its number, and methods that views do not know. */
export const otherwise =
  (world: World, paths: ReadonlySet<string>) =>
  (request: EmulatedRequest): Answer | null => {
    const id = ONE_SHOP.exec(request.path)?.[1];
    if (id !== undefined)
      return runView(world, request, request.method === 'DELETE' ? deleteShop(Number(id)) : undefined);
    return VIEW_PATHS.test(request.path) && paths.has(request.path) ? runView(world, request, undefined) : null;
  };

/** What the machine is told of the host's manner of speaking. */
export const hostDialect = (world: World): Dialect => ({
  identify: (request) => {
    const { state } = world;
    const token = typeof request.headers['token'] === 'string' ? request.headers['token'] : '';
    const account = state.accounts.find(({ openid }) => openid === token);
    const fields = fieldsOf(request);
    const code = fields['t_code'] ?? request.query.get('t_code');
    const shop = state.shops.find(({ tCode }) => tCode === code);
    const names = shop === undefined ? [] : [shop.shopId, shop.shopName];
    return {
      caller: { label: account?.name ?? null, fingerprint: token === '' ? null : fingerprint(token) },
      names: new Set(names),
      params: {
        ...(shop === undefined ? {} : { shop: shop.shopId }),
        ...Object.fromEntries(
          ['sandbox', 'proxy'].filter((name) => name in fields).map((name) => [name, String(fields[name])]),
        ),
      },
    };
  },
  refusal: (code, message) => refused(message, code),
  blank: success({ result: '' }),
  dataKey: 'results',
  rows: (answer) => {
    const rows = (answer as { results?: unknown } | null)?.results;
    return Array.isArray(rows) ? rows : null;
  },
  foreignRow: (row, index) => ({ ...(row as object), t_code: fingerprint(`foreign ${index}`).padEnd(32, '0') }),
});

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function fieldsOf({ body }: EmulatedRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
