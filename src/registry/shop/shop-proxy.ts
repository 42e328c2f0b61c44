import { AppError } from '../../errors/app-error.js';
import { Secret } from '../../tenants/secret.js';
import type { Shop, ShopProxySetting } from '../../tenants/shop.js';
import type { ShopProxySetInput } from './shop-write.input.js';

/**
 * The proxy setting an input asks for, if the operator allows that proxy (reliability R27: `http(s)` only, host and port
 * in the list). A password in the address is taken out and sealed apart. Without an address the shop's own is meant, and null
 * clears it: a proxy can be switched off, and cleared, whatever the list says by now.
 * @throws AppError EGRESS_DENIED for a proxy outside the list, INVALID_INPUT for what is no proxy address
 */
export function allowedProxy(
  input: ShopProxySetInput,
  shop: Shop,
  allowed: readonly string[],
): { setting: ShopProxySetting | null; password?: Secret } {
  if (!input.isEnabled && input.url === null) return { setting: null };
  if (!input.isEnabled && input.url === undefined)
    return { setting: shop.proxy === null ? null : { ...shop.proxy, isEnabled: false } };
  const text = input.url === undefined ? shop.proxy?.url : input.url;
  if (text == null) throw invalid();
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') throw invalid();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (!allowed.includes(`${url.hostname}:${port}`))
    throw new AppError('EGRESS_DENIED', "The proxy is not in the operator's list.", { path: ['input', 'url'] });
  const { password } = url;
  url.password = '';
  const setting = { isEnabled: input.isEnabled, url: url.origin === 'null' ? url.href : withUser(url) };
  return password === '' ? { setting } : { setting, password: new Secret(decodeURIComponent(password)) };
}

const withUser = (url: URL): string => `${url.protocol}//${url.username === '' ? '' : `${url.username}@`}${url.host}`;

const invalid = (): AppError =>
  new AppError('INVALID_INPUT', 'A proxy address is `http://host:port` or `https://host:port`.', {
    path: ['input', 'url'],
    constraint: 'http(s)://host:port',
  });
