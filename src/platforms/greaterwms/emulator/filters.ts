import type { HostShop } from './records.js';
import { localTime } from './texts.js';

type Value = string | number;
type Test = (found: Value, asked: string) => boolean;

const lower = (value: Value): string => String(value).toLowerCase();
const part =
  (from: number, to: number): Test =>
  (found, asked) =>
    Number(String(found).slice(from, to)) === Number(asked);
const compare = (found: Value, asked: string): number =>
  typeof found === 'number' ? found - Number(asked) : found < asked ? -1 : Number(found > asked);

/** How a lookup is meant; none is `exact`. Times are texts of one form, so that their order is that of the texts. */
const TESTS: Readonly<Record<string, Test>> = {
  exact: (found, asked) => String(found) === asked,
  iexact: (found, asked) => lower(found) === asked.toLowerCase(),
  contains: (found, asked) => String(found).includes(asked),
  icontains: (found, asked) => lower(found).includes(asked.toLowerCase()),
  gt: (found, asked) => compare(found, asked) > 0,
  gte: (found, asked) => compare(found, asked) >= 0,
  lt: (found, asked) => compare(found, asked) < 0,
  lte: (found, asked) => compare(found, asked) <= 0,
  in: (found, asked) => asked.split(',').includes(String(found)),
  range: (found, asked) => {
    const [from = '', to = ''] = asked.split(',');
    return compare(found, from) >= 0 && compare(found, to) <= 0;
  },
  isnull: (_found, asked) => asked.toLowerCase() !== 'true',
  year: part(0, 4),
  month: part(5, 7),
  day: part(8, 10),
  // Sunday is 1.
  week_day: (found, asked) => new Date(`${String(found).slice(0, 10)}T00:00:00Z`).getUTCDay() + 1 === Number(asked),
};

const NUMBERS = ['exact', 'iexact', 'gt', 'gte', 'lt', 'lte', 'isnull', 'in', 'range'];
const TEXTS = ['exact', 'iexact', 'contains', 'icontains'];
const TIMES = ['year', 'month', 'day', 'week_day', 'gt', 'gte', 'lt', 'lte', 'range'];
const EXACT = ['exact', 'iexact'];

/** What can be asked for. The name of a shop is not among it, whatever the host's own pages send. */
const FIELDS: Readonly<Record<string, { lookups: readonly string[]; of: (shop: HostShop) => Value }>> = {
  id: { lookups: NUMBERS, of: (shop) => shop.id },
  openid: { lookups: TEXTS, of: (shop) => shop.openid },
  appid: { lookups: TEXTS, of: (shop) => shop.appid },
  shop_mode: { lookups: TEXTS, of: () => 'douyin' },
  shop_appid: { lookups: TEXTS, of: (shop) => shop.shopAppid },
  shop_app_secret: { lookups: TEXTS, of: (shop) => shop.shopAppSecret },
  shop_id: { lookups: TEXTS, of: (shop) => shop.shopId },
  sandbox: { lookups: EXACT, of: (shop) => shop.sandbox },
  proxy: { lookups: EXACT, of: (shop) => shop.proxy },
  t_code: { lookups: EXACT, of: (shop) => shop.tCode },
  create_time: { lookups: TIMES, of: (shop) => localTime(shop.createdAt) },
  update_time: { lookups: TIMES, of: (shop) => localTime(shop.updatedAt) },
};

interface Condition {
  readonly parameter: string;
  readonly lookup: string;
  readonly asked: string;
  readonly of: (shop: HostShop) => Value;
}

/** The conditions of a query; what is no filter is ignored, and so is an empty value. */
function conditionsOf(query: URLSearchParams): Condition[] {
  return [...query].flatMap(([parameter, asked]) => {
    const [name = '', lookup = 'exact'] = parameter.split('__');
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    return field?.lookups.includes(lookup) && asked !== '' ? [{ parameter, lookup, asked, of: field.of }] : [];
  });
}

const WHOLE = /^-?\d+$/;

/** Values that cannot be read, by parameter; null for none. */
export function unreadable(query: URLSearchParams): Record<string, string> | null {
  const numeric = conditionsOf(query).filter(({ parameter }) => /^(id|sandbox|proxy)(__|$)/.test(parameter));
  const bad = numeric.filter(
    ({ lookup, asked }) => lookup !== 'isnull' && !asked.split(',').every((one) => WHOLE.test(one.trim())),
  );
  return bad.length === 0 ? null : Object.fromEntries(bad.map(({ parameter }) => [parameter, '输入一个数字。']));
}

/** Whether all conditions of a query hold. */
export const wanted = (shop: HostShop, query: URLSearchParams): boolean =>
  conditionsOf(query).every(({ lookup, asked, of }) => TESTS[lookup]?.(of(shop), asked) ?? true);

const ORDERS: Readonly<Record<string, (shop: HostShop) => number>> = {
  id: (shop) => shop.id,
  create_time: (shop) => shop.createdAt,
  update_time: (shop) => shop.updatedAt,
};

/** By id, or as `ordering` says, a minus before it turning it round. */
export function orderOf(a: HostShop, b: HostShop, ordering: string | null): number {
  const name = ordering?.replace(/^-/, '') ?? 'id';
  const value = (Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined) ?? ((shop: HostShop) => shop.id);
  const isTurned = ordering?.startsWith('-') === true && Object.hasOwn(ORDERS, name);
  return (value(a) - value(b)) * (isTurned ? -1 : 1);
}
