import { createHash } from 'node:crypto';

const BEIJING_MS = 8 * 60 * 60_000;
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `YYYY-MM-DD HH:MM:SS` in the host's zone. */
export function localTime(at: number): string {
  const date = new Date(at + BEIJING_MS);
  const day = [pad(date.getUTCFullYear(), 4), pad(date.getUTCMonth() + 1, 2), pad(date.getUTCDate(), 2)].join('-');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((part) => pad(part, 2)).join(':');
  return `${day} ${time}`;
}

/** The same as Python prints a time by itself: with microseconds, unless there are none. */
export function printedTime(at: number): string {
  const milliseconds = ((at % 1000) + 1000) % 1000;
  return milliseconds === 0 ? localTime(at) : `${localTime(at)}.${pad(milliseconds, 3)}000`;
}

/** The host's unique values: MD5 of a text and the time, in hex. */
export const uniqueValue = (text: string, at: number): string =>
  createHash('md5')
    .update(text + printedTime(at), 'utf8')
    .digest('hex');
