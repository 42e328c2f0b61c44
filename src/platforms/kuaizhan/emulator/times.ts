const BEIJING_MS = 8 * 60 * 60 * 1000;

/**
 * A time as the platform writes it: naive ISO text in UTC+08:00, as Python's `isoformat` does, so the fraction is left
 * out when it is zero.
 * @param micros microseconds below the millisecond; only a create answer knows them, reads have 0
 */
export function naiveTime(epochMs: number, micros = 0): string {
  const text = new Date(epochMs + BEIJING_MS).toISOString();
  const fraction = `${text.slice(20, 23)}${String(micros).padStart(3, '0')}`;
  return fraction === '000000' ? text.slice(0, 19) : `${text.slice(0, 19)}.${fraction}`;
}

/** Epoch milliseconds of such a text; for seeds. Microseconds are cut off, as the platform's store does. */
export const fromNaiveTime = (text: string): number => Date.parse(`${text.slice(0, 23)}+08:00`);
