import { once } from 'node:events';
import { AppError } from '../../src/errors/app-error.js';
import type { OpenPlatforms } from '../../src/open-platforms.js';
import type { StockCall, StockPlatform, StockUnitSeen } from '../../src/subgraph/stock-units.js';
import type { Shop } from '../../src/tenants/shop.js';

/** Units of shops as a test lists them, in place of what Douyin tells: for what the inventory does for any platform. */
export class ListedStock {
  /** Pages by shop key; an error in place of a page is thrown, `hangs` does not come before the call ends. */
  readonly pages = new Map<string, (readonly StockUnitSeen[] | Error | 'hangs')[]>();
  /** Keys of the shops whose units were read, once for each page. */
  readonly read: string[] = [];

  /** Joins it to the platforms of a server. */
  readonly join = (opened: OpenPlatforms): OpenPlatforms => ({
    ...opened,
    list: opened.list.map((platform) =>
      platform.name === 'DOUYIN' ? { ...platform, stock: this.platform } : platform,
    ),
  });

  private readonly platform: StockPlatform = {
    name: 'DOUYIN',
    unitType: 'ProductSku',
    isUnitId: (nativeId) => /^\d+\.\d+$/.test(nativeId),
    itemIdOf: (unitId) => unitId.replace('/ProductSku/', '/Product/').replace(/\.\d+$/, ''),
    of: (shop, call) => ({
      read: async () => new Map(),
      all: () => this.pagesOf(shop, call),
      planAll: () => [
        {
          platform: shop.platform,
          shopId: `gid://v1/Shop/${shop.key}/${shop.key}`,
          endpoint: 'POST units/list',
          batchSize: 1,
          cost: 10,
          idempotent: true,
          body: null,
        },
      ],
      batch: () => {
        throw new Error('nothing is written');
      },
    }),
    settle: async () => [],
  };

  private async *pagesOf({ key }: Shop, { signal }: StockCall): AsyncIterable<readonly StockUnitSeen[]> {
    for (const page of this.pages.get(key) ?? []) {
      this.read.push(key);
      if (page instanceof Error) throw page;
      if (page === 'hangs') {
        await once(signal, 'abort');
        throw new AppError('DEADLINE_EXCEEDED');
      }
      yield page;
    }
  }
}
