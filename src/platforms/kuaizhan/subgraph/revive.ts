const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Fields of records that hold instants; `raw` is left as the platform wrote it. */
const INSTANTS: ReadonlySet<string> = new Set(['ctime', 'utime', 'receivedAt', 'fetchedAt', 'bannedAt']);

/** A record from the JSON text it was stored as: its instants become dates again. */
export function reviveRecord<T>(text: string): T {
  return JSON.parse(text, (key, value: unknown) =>
    INSTANTS.has(key) && typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value,
  ) as T;
}
