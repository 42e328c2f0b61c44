const BEIJING_MS = 8 * 60 * 60 * 1000;

/** `yyyy-MM-dd HH:mm:ss` in GMT+8, as the platform writes wall-clock times. */
export const wallClock = (epochSeconds: number): string =>
  new Date(epochSeconds * 1000 + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');

/** RFC 3339 in GMT+8, as `product.detail` and the pushes of refunds write times. */
export const rfc3339 = (epochSeconds: number): string => `${wallClock(epochSeconds).replace(' ', 'T')}+08:00`;

/** Start of a `log_id`: the second in GMT+8 as 14 digits. */
export const logStamp = (epochMs: number): string =>
  new Date(epochMs + BEIJING_MS).toISOString().slice(0, 19).replace(/[-T:]/g, '');

/**
 * Epoch milliseconds of a `timestamp` parameter in one of its three forms (specification a): 10 digits, 13 digits, or
 * `yyyy-MM-dd HH:mm:ss` in GMT+8. Null for anything else.
 */
export function readTimestamp(text: string): number | null {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  return readWallClock(text);
}

/** Epoch milliseconds of `yyyy-MM-dd HH:mm:ss` in GMT+8; null for anything else. */
export function readWallClock(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null;
  const time = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(time) ? null : time;
}
