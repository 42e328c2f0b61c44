/** What a script asked for, or why it cannot be read: the texts are the old host's. */
export type SwitchRequest =
  | { readonly kind: 'sandbox'; readonly tCode: unknown; readonly isSandbox: boolean }
  /** No address: without a proxy. */
  | { readonly kind: 'proxy'; readonly tCode: unknown; readonly url: string | null }
  | { readonly kind: 'refused'; readonly detail: string; readonly statusCode: number };

type Fields = Readonly<Record<string, unknown>>;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const refused = (detail: string, statusCode = 500): SwitchRequest => ({ kind: 'refused', detail, statusCode });
const NO_SHOP = refused('请提交该店铺的唯一值');
const NO_PROXY = refused('请输入代理ip，是个json格式{}');

/** The text of a body and what is in it; null for what is no JSON in UTF-8, or holds a key that is refused at the door. */
export function readSwitchBody(bytes: Buffer): { readonly text: string; readonly value: unknown } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return { text: '{}', value: {} };
    const value: unknown = JSON.parse(text, (key, one: unknown) => {
      if (FORBIDDEN_KEYS.has(key)) throw new SyntaxError('a key that is not allowed');
      return one;
    });
    return { text, value };
  } catch {
    return null;
  }
}

/** Reads a call of the sandbox switch, in the old host's order of checks. */
export function sandboxRequest(value: unknown): SwitchRequest {
  const fields = fieldsOf(value);
  if (!Object.hasOwn(fields, 't_code')) return NO_SHOP;
  if (!Object.hasOwn(fields, 'sandbox')) return refused('请sandbox调整成开启还是关闭，开始是1，关闭是0');
  const position = positionOf(fields['sandbox']);
  if (position === null) return refused('沙箱环境只接受1，或者0');
  return { kind: 'sandbox', tCode: fields['t_code'], isSandbox: position };
}

/** Reads a call of the proxy switch, in the old host's order of checks. */
export function proxyRequest(value: unknown): SwitchRequest {
  const fields = fieldsOf(value);
  const tCode = fields['t_code'];
  if (!Object.hasOwn(fields, 't_code')) return NO_SHOP;
  if (!Object.hasOwn(fields, 'proxy')) return refused('代理开启还是关闭，开启是1，关闭是0');
  const position = positionOf(fields['proxy']);
  if (position === null) return refused('请proxy调整成开启还是关闭，开启是1，关闭是0');
  if (!position) return { kind: 'proxy', tCode, url: null };
  if (!Object.hasOwn(fields, 'proxy_ip')) return NO_PROXY;
  // The tutorial's `None`: no proxy after all.
  if (fields['proxy_ip'] === null) return { kind: 'proxy', tCode, url: null };
  const url = proxyUrlIn(proxyMapOf(fields['proxy_ip']));
  return url === null ? NO_PROXY : { kind: 'proxy', tCode, url };
}

/**
 * The success: what the script sent, with its own types and numbers to the digit, and the result beside it. Only passwords in
 * addresses are left out.
 */
export function switchEcho(text: string, value: unknown): string {
  const result = '"result":"success"';
  if (Object.hasOwn(fieldsOf(value), 'result')) return printed({ ...fieldsOf(value), result: 'success' });
  // All that is not inside a text is blanks, marks and numbers: the blanks go, the numbers stay as they were written.
  const compact = text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (piece) =>
    piece.startsWith('"') ? printed(JSON.parse(piece)) : '',
  );
  return compact === '{}' ? `{${result}}` : `${compact.slice(0, -1)},${result}}`;
}

const printed = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? withoutPasswords(one) : one));

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** 0 and 1 as the old host reads them, numbers and texts alike; null for anything else. */
function positionOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const number = typeof value === 'string' && /^\s*\+?0*[01]\s*$/.test(value) ? Number(value) : value;
  return number === 1 ? true : number === 0 ? false : null;
}

/** The map of proxies; the tutorial shows it in quotes, so that it may be a text of JSON. */
function proxyMapOf(value: unknown): Fields {
  if (typeof value !== 'string') return fieldsOf(value);
  try {
    return fieldsOf(JSON.parse(value));
  } catch {
    return {};
  }
}

/** Of several the one for `https`, by which the platforms are called. An address without a scheme is one of http. */
function proxyUrlIn(map: Fields): string | null {
  const address = ['https', 'all', 'http']
    .map((scheme) => map[scheme])
    .find((one) => one !== null && one !== undefined);
  if (address === undefined) return null;
  const text = typeof address === 'string' ? address.trim() : '';
  return text.includes('://') ? text : `http://${text}`;
}

/** An address, or a map of them in quotes, without its passwords; any other text as it is. */
function withoutPasswords(text: string): string {
  if (!text.trimStart().startsWith('{')) return withoutPassword(text);
  const map = proxyMapOf(text);
  const shown = Object.fromEntries(
    Object.entries(map).map(([scheme, one]) => [scheme, typeof one === 'string' ? withoutPassword(one) : one]),
  );
  return Object.keys(map).some((scheme) => shown[scheme] !== map[scheme]) ? JSON.stringify(shown) : text;
}

function withoutPassword(text: string): string {
  const whole = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(whole)) return text;
  const { protocol, username, password, host } = new URL(whole);
  return password === '' ? text : `${protocol}//${username === '' ? '' : `${username}@`}${host}`;
}
