import { nestedJson } from '../upstream/wire.js';

/** Keys whose values tell of a person, in any message: ciphers, masked copies, numbers, accounts, whatever is a receiver's. */
const PERSONAL =
  /^(encrypt|mask)_|receiver|recipient|consignee|contact|buyer|addr|tel|phone|mobile|id_?card|identity|real_?name|nick|account|e?mail|open_?id|user_?id|user_?name|\bname$/i;
/** In messages whose fields are known, a name is that of a picture or a folder. */
const HARMLESS = /^name$/;
/** A mobile number in a text that somebody wrote. */
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const LONE_MOBILE = /^1[3-9]\d{9}$/;
const HIDDEN = '***********';
/** Keys of ids, numbers, amounts and times. */
const COUNTED = /(^|_)(ids?|no|code|time|amount|num|count|price|size|status|type|tag|date)$/i;
/** Parts of an address that the platform itself gives in clear (its page, f.7). */
const REGIONS = ['province', 'city', 'town', 'street'];

/**
 * What a message says, without personal data. Of a receiver only the region stays.
 * @param isKnown whether the message's tag is on the platform's page
 * @param key what the value stands under
 */
export function withoutPersonalData(value: unknown, isKnown: boolean, key = ''): unknown {
  if (typeof value === 'number') return isLooseMobile(String(value), key) ? HIDDEN : value;
  if (typeof value === 'string') return cleanText(value, isKnown, key);
  if (Array.isArray(value)) return value.map((element) => withoutPersonalData(element, isKnown, key));
  if (typeof value !== 'object' || value === null) return value;
  const clean: Record<string, unknown> = {};
  for (const [name, element] of Object.entries(value)) {
    if (/receiver_msg$/.test(name)) clean[name] = regionOf(element);
    else if (!PERSONAL.test(name) || (isKnown && HARMLESS.test(name)))
      clean[name] = withoutPersonalData(element, isKnown, name);
  }
  return clean;
}

/** A text may hold JSON once more, and what people write may hold numbers of theirs. */
function cleanText(text: string, isKnown: boolean, key: string): string {
  if (/^\s*[[{]/.test(text)) {
    const nested = nestedJson(text);
    if (nested !== null) return JSON.stringify(withoutPersonalData(nested, isKnown));
  }
  if (/^\d*$/.test(text)) return isLooseMobile(text, key) ? HIDDEN : text;
  return text.replace(MOBILE, HIDDEN);
}

/** Digits alone are an id, a number or a time where their key says so; elsewhere eleven of them may be somebody's telephone. */
const isLooseMobile = (digits: string, key: string): boolean => LONE_MOBILE.test(digits) && !COUNTED.test(key);

/** `{ addr: { province, city, town, street } }` of a receiver, as far as it is told. */
function regionOf(receiver: unknown): object {
  if (typeof receiver !== 'object' || receiver === null || !('addr' in receiver)) return {};
  const addr = nestedJson(receiver.addr);
  if (typeof addr !== 'object' || addr === null) return {};
  const regions: Record<string, unknown> = {};
  for (const region of REGIONS) {
    const value = (addr as Record<string, unknown>)[region];
    if (typeof value === 'object' && value !== null) regions[region] = namedRegion(value as Record<string, unknown>);
  }
  return { addr: regions };
}

function namedRegion({ name, id }: Readonly<Record<string, unknown>>): object {
  const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
  return { ...(isText(name) ? { name } : {}), ...(isText(id) ? { id } : {}) };
}
