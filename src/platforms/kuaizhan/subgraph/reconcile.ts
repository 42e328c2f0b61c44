import { soughtBy } from '../../../subgraph/catalog-items.js';
import type { Reconcile } from '../../../subgraph/write.js';
import { encodeGlobalId } from '../../../tenants/global-id.js';
import type { Shop } from '../../../tenants/shop.js';
import { plain } from '../../../upstream/lazy-view.js';
import type { KuaizhanClient } from '../upstream/client.js';
import { getCategory, listCategories, type UpdateCategoryParams } from '../upstream/endpoints/category.js';
import { getCommodity, listCommodities, type UpdateCommodityParams } from '../upstream/endpoints/commodity.js';
import { fieldsNotApplied } from './commodity/commodity-applied.js';

/** How each write of this platform is settled when its outcome is unknown. Topics and bans cannot be read: they stay. */
export interface KuaizhanReconcile {
  readonly commodityCreate: Reconcile;
  readonly commodityUpdate: Reconcile;
  readonly commodityDelete: Reconcile;
  readonly categoryCreate: Reconcile;
  readonly categoryUpdate: Reconcile;
  readonly categoryDelete: Reconcile;
}

/** Opens a client outside of any request; null when the shop is gone. */
export type OpenClient = (shopKey: string) => Promise<{ client: KuaizhanClient; shop: Shop } | null>;

/** The other writes of the same kind to the same shop since an instant, as the journal has them. */
export type Siblings = (
  record: Parameters<Reconcile>[0],
  since: Date,
) => Promise<readonly { readonly state: string; readonly intent: string; readonly outcome: string | null }[]>;

/** Clocks of the platform and here may differ by so much: a match may be older than its write (reliability section 4). */
const CLOCK_SLACK_MS = 5 * 60_000;
/** A write not seen by then did not happen: longer than any request waits, with a margin. */
const LOST_AFTER_MS = 60_000;
/** Rows looked through for a creation; new ones are listed first. */
const NEWEST = 100;

/** What an answer is stored as; a commodity goes without the shop in it, whose telephone is not the write's (C11). */
const succeeded = (value: object | string) => ({
  state: 'SUCCEEDED' as const,
  outcome: JSON.stringify(typeof value === 'object' && 'shop' in value ? { ...plain(value), shop: null } : value),
});
/** States in which a write may have made an object that the journal cannot name. */
const OPEN: ReadonlySet<string> = new Set(['PENDING', 'SENT', 'UNKNOWN']);

/** The id of the object in a stored answer. */
function idIn(outcome: string | null): string[] {
  const id: unknown = outcome === null ? null : (JSON.parse(outcome) as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? [id] : [];
}

const NOT_DONE = { state: 'FAILED', outcome: null } as const;

type Record = Parameters<Reconcile>[0];

/** Whether a write that is not seen by now did not happen. */
export const isLost = (record: Pick<Record, 'sentAt'>): boolean =>
  record.sentAt !== null && Date.now() - record.sentAt.getTime() > LOST_AFTER_MS;
const sinceOf = (record: Pick<Record, 'sentAt'>): number => (record.sentAt?.getTime() ?? 0) - CLOCK_SLACK_MS;
/** A creation's object is not younger than the write could take, clocks allowed for. */
const untilOf = (record: Record): Date => new Date((record.sentAt?.getTime() ?? 0) + CLOCK_SLACK_MS);
/**
 * Whether an update certainly did not happen: it is lost, and the object has not changed since before it was sent. Of one
 * that changed since, nobody can tell whether a newer write came over ours.
 */
export const isUntouched = (record: Pick<Record, 'sentAt'>, now: { readonly utime: Date }): boolean =>
  isLost(record) && now.utime.getTime() < sinceOf(record);
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/**
 * Makes the settlements of the table in reliability section 4. A creation is adopted when exactly one object matches;
 * with none or several it stays unknown, since guessing would double goods.
 */
export function kuaizhanReconcile(open: OpenClient, siblings: Siblings): KuaizhanReconcile {
  const looking =
    <I>(
      look: (intent: I, shopId: string, record: Record, client: KuaizhanClient) => ReturnType<Reconcile>,
    ): Reconcile =>
    async (record) => {
      const opened = await open(record.shopKey);
      const shopId = opened?.shop.attributes['shopId'];
      return opened === null || shopId === undefined
        ? null
        : look(JSON.parse(record.intent) as I, shopId, record, opened.client);
    };
  /**
   * The one object this creation made: newer than the write, and not what another write is known to have made. While an
   * equal creation is open too, nobody can say whose the object is: it stays unknown.
   */
  const adopt = async <T extends { readonly id: string; readonly ctime: Date }>(
    record: Record,
    alike: readonly T[],
  ) => {
    const since = new Date(sinceOf(record));
    const others = await siblings(record, since);
    if (others.some(({ state, intent }) => OPEN.has(state) && soughtBy(intent) === soughtBy(record.intent)))
      return null;
    const taken = new Set(others.flatMap(({ state, outcome }) => (state === 'SUCCEEDED' ? idIn(outcome) : [])));
    const matches = alike.filter((row) => row.ctime >= since && row.ctime <= untilOf(record) && !taken.has(row.id));
    return matches.length === 1 ? succeeded(matches[0] as T) : null;
  };
  return {
    commodityCreate: looking<{ title: string; priceFen: number | null; categoryIds: string[]; isOnline: boolean }>(
      async (intent, shopId, record, client) => {
        const { rows } = await listCommodities(client, { shopId, isOnline: intent.isOnline, offset: 0, limit: NEWEST });
        const matches = rows.filter(
          (row) =>
            row.title === intent.title &&
            (intent.priceFen === null || row.priceFen === intent.priceFen) &&
            sameSet(row.categoryIds, intent.categoryIds),
        );
        return adopt(record, matches);
      },
    ),
    commodityUpdate: looking<UpdateCommodityParams>(async (sent, shopId, record, client) => {
      const now = await getCommodity(client, sent.id);
      if (now === null || now.shopId !== shopId) return null;
      if (fieldsNotApplied(sent, now).length === 0 && (sent.amount === undefined || sent.amount === now.amount))
        return succeeded(now);
      return isUntouched(record, now) ? NOT_DONE : null;
    }),
    commodityDelete: looking<{ id: string }>(async ({ id }, _shopId, record, client) => {
      if ((await getCommodity(client, id)) === null) return succeeded(encodeGlobalId('Commodity', record.shopKey, id));
      return isLost(record) ? NOT_DONE : null;
    }),
    categoryCreate: looking<{ title: string }>(async ({ title }, shopId, record, client) => {
      const { rows } = await listCategories(client, shopId);
      return adopt(
        record,
        rows.filter((row) => row.title === title),
      );
    }),
    categoryUpdate: looking<UpdateCategoryParams>(async (sent, _shopId, record, client) => {
      const now = await getCategory(client, sent.id);
      if (now === null) return null;
      const isThere = (sent.title ?? now.title) === now.title && (sent.desc ?? now.desc ?? '') === (now.desc ?? '');
      if (isThere) return succeeded(now);
      return isUntouched(record, now) ? NOT_DONE : null;
    }),
    categoryDelete: looking<{ id: string }>(async ({ id }, _shopId, record, client) => {
      if ((await getCategory(client, id)) === null)
        return succeeded(encodeGlobalId('CommodityCategory', record.shopKey, id));
      return isLost(record) ? NOT_DONE : null;
    }),
  };
}
