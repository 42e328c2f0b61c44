import type { Raw } from '../wire.js';

/** What stands for a part of a person that no answer may show. */
const HIDDEN = '***';
/** A mask is short; what is longer than any is none. */
const LONGEST_MASK = 200;

/**
 * Shapes of the platform's ciphertexts (its page, f.7): of telephones, of names, addresses and papers, of addresses as a whole,
 * and ids of people, which nobody can decrypt.
 */
const CIPHERTEXT = /^\$\$.+\$\d+\$\$$|^#[^#]*#.+#\d+##$|^#[\w+/=-]{24,}$|^\d@#/s;
/** So many digits in a row are a telephone number, and no mask of one. */
const DIALLED = /\d{8}/;

/** Whether a text is one of the platform's ciphertexts. */
export const isCiphertext = (text: string): boolean => CIPHERTEXT.test(text);

/**
 * A name, telephone or address as the platform masked it. Whatever carries no mask is hidden as a whole: a ciphertext has a
 * star in it too, and a clear text may have come in the place of its mask.
 * @param text null or empty for none
 */
export function maskOf(text: string | null): string {
  const isMask = text?.includes('*') === true && text.length <= LONGEST_MASK;
  return isMask && !isCiphertext(text) && !DIALLED.test(text) ? text : HIDDEN;
}

/** A part of an address that is plain by nature, such as a province; null for none, and for a ciphertext. */
export const plainPart = (text: string | null): string | null => (text === null || isCiphertext(text) ? null : text);

/** Keys that hold a person, or a code that stands for goods. */
const PERSONAL = new Set([
  'open_id',
  'doudian_open_id',
  'open_address_id',
  'user_id_info',
  'user_coordinate',
  'user_icon',
  'user_nick_name',
  'aweme_id',
  'account_list',
  'sku_customization_info',
  'greet_words',
  'writeoff_no',
  'write_off_no',
  'hour_up_pickup_code',
]);
/** Words of the other keys that do, among them those that the platform may yet add. */
const PERSONAL_WORD = /(?:^|_)(?:encrypt|tel|telephone|phone|mobile|receiver|id_card|account_id)(?:_|$)/;

/**
 * An order as it came, without what tells who bought or receives it. Regions stay, and so do masks; a text that looks like a
 * ciphertext goes, whatever it is called.
 */
export const withoutPersonalData = (wire: object): Raw => cleanObject(wire, '');

function clean(value: unknown, key: string): unknown {
  if (typeof value === 'string') return isCiphertext(value) ? HIDDEN : value;
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map((element) => clean(element, key)) : cleanObject(value, key);
}

function cleanObject(object: object, parent: string): Raw {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
      if (typeof value === 'string' && value !== '' && isMaskKey(key, parent)) return [[key, maskOf(value)]];
      if (isPersonalKey(key, parent) || (typeof value === 'string' && isCiphertext(value))) return [];
      return [[key, clean(value, key)]];
    }),
  );
}

const isMaskKey = (key: string, parent: string): boolean =>
  key.startsWith('mask_') || (parent.startsWith('mask_') && key === 'detail');

const isPersonalKey = (key: string, parent: string): boolean =>
  PERSONAL.has(key) ||
  (!key.startsWith('mask_') && PERSONAL_WORD.test(key)) ||
  (key === 'detail' && parent.includes('addr') && !parent.startsWith('mask_'));
