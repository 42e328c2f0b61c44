import type { Raw } from '../wire.js';

/**
 * Keys whose values tell of a person: receivers of exchanges and of what is sent again, in clear, masked or as ciphers, and the
 * names of those who wrote (the platform's page, f.7 and g.3). The shop's own address for returns is none of them.
 */
const PERSONAL =
  /^(?:encrypt|mask)_|^post_(?:receiver|tel|addr)|receiver|consignee|contact|mobile|phone|nick|id_?card|open_?id|open_address_id|^return_book_info$|^operator$|^op_name$/i;
/** The platform's ciphers (f.7), whatever key they stand under: of telephones, of names and addresses, of people's ids. */
const CIPHER = /^\$\$.+\$\d+\$\$$|^#[^#]*#.+#\d+##$|^#[\w+/=-]{24,}$|^\d@#/s;
/** Ids and numbers of parcels: digits that must not be taken for a telephone. */
const NUMBERS = /(?:^|_)(?:id|ids|no|code|number)$/;
/** A mobile number in a text that somebody wrote. */
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const HIDDEN = '***********';

/** An after-sale as it came, without personal data. */
export const rawAfterSale = (wire: object): Raw => withoutPersons(wire) as Raw;

function withoutPersons(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return NUMBERS.test(key) ? value : value.replace(MOBILE, HIDDEN);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => withoutPersons(element, key));
  const kept = Object.entries(value).filter(([name, held]) => !PERSONAL.test(name) && !isCipher(held));
  return Object.fromEntries(kept.map(([name, held]) => [name, withoutPersons(held, name)]));
}

const isCipher = (value: unknown): boolean => typeof value === 'string' && CIPHER.test(value);
