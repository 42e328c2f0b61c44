import type { ChangeStream, FoundObject, FoundPage, ReadPlatform, Span } from '../../src/push/change-stream.js';
import type { Shop } from '../../src/tenants/shop.js';

/** One question a listed platform was asked. */
export interface Asked extends Span {
  readonly shop: string;
  readonly stream: string;
  readonly page: number;
}

/** What a test may do to a platform. */
export interface ListedOptions {
  /** Names of its streams; `orders`. */
  readonly streams?: readonly string[];
  /** Rows of a page; 10. */
  readonly pageSize?: number;
  /** Called before each answer; what it throws is the answer. */
  readonly before?: (asked: Asked) => Promise<void> | void;
}

/** A platform that is none of ours, to show what the machine does for any: it lists objects of shops by their time of update. */
export function listedPlatform({ streams = ['orders'], pageSize = 10, before }: ListedOptions = {}) {
  const objects = new Map<string, Map<string, number>>();
  const asked: Asked[] = [];
  const noted: string[] = [];
  const objectsOf = (shop: Shop, stream: string): Map<string, number> => {
    const key = `${shop.key} ${stream}`;
    const found = objects.get(key) ?? new Map<string, number>();
    objects.set(key, found);
    return found;
  };
  const read = async (stream: string, shop: Shop, span: Span, page: number): Promise<FoundPage> => {
    const question = { shop: shop.key, stream, page, ...span };
    asked.push(question);
    await before?.(question);
    const rows = [...objectsOf(shop, stream)]
      .filter(([, at]) => at >= span.from && at < span.to)
      .sort(([, one], [, other]) => one - other)
      .map(([nativeId, at]): FoundObject => ({ subject: { type: 'Order', nativeId }, updatedAt: new Date(at) }));
    return {
      rows: rows.slice(page * pageSize, (page + 1) * pageSize),
      unreadable: 0,
      total: rows.length,
      hasMore: (page + 1) * pageSize < rows.length,
    };
  };
  const platform: ReadPlatform = {
    name: 'KUAIZHAN',
    streams: streams.map(
      (name): ChangeStream => ({
        name,
        kind: name === 'products' ? 'PRODUCT' : 'ORDER',
        longestMs: 24 * 3600_000,
        read: (shop, span, page) => read(name, shop, span, page),
      }),
    ),
    noteChange: (shop) => noted.push(shop.key),
  };
  return {
    platform,
    /** Questions so far. */
    asked,
    /** Shops whose kept reads were ended, in order. */
    noted,
    /** @param at epoch milliseconds; its second counts */
    update: (shop: Shop, id: string, at: number, stream = 'orders') =>
      objectsOf(shop, stream).set(id, Math.floor(at / 1000) * 1000),
  };
}
