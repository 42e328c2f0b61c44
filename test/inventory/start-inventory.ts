import type { Shop } from '../../src/tenants/shop.js';
import { type DouyinServer, type DouyinStartOptions, startDouyin } from '../support/start-douyin.js';

/** A server with a group of all shops of both platforms. */
export interface InventoryServer extends DouyinServer {
  readonly groupId: string;
  readonly groupKey: string;
  readonly kuaizhanShops: readonly Shop[];
  /** Calls to both platforms since the last `ask` began, token calls aside. */
  allCalls(): string[];
  /** Global ids of the first units of a Kuaizhan shop, one of each commodity. */
  units(shop: Shop, count: number): Promise<string[]>;
  /** `stockItemSet`. */
  setItem(input: Record<string, unknown>, options?: Record<string, unknown>, key?: string): Promise<SetAnswer>;
}

/** What `setItem` selects. */
export interface SetAnswer {
  readonly stockItem: { readonly id: string } & Record<string, unknown>;
  readonly userErrors: readonly (Record<string, unknown> & { readonly code: string })[];
  readonly plan: { readonly totalCalls: number } | null;
  readonly replayed: boolean;
}

const SET = `mutation ($input: StockItemSetInput!, $options: WriteOptions) {
  result: stockItemSet(input: $input, options: $options) {
    stockItem { id merchantCode name onHand listings { id allocation safetyStock shop { id } unit { id } item { id } } }
    userErrors { __typename code path ... on StateError { nodeId currentVersion } ... on InputError { constraint } }
    plan { totalCalls }
    replayed
  }
}`;

/** Starts everything on free ports; `stop` leaves nothing behind. */
export async function startInventory(options: DouyinStartOptions = {}): Promise<InventoryServer> {
  const server = await startDouyin({
    emulator: { seed: 'demo', ...options.emulator },
    server: { seed: 'demo', ...options.server },
  });
  const { registry } = server.foundation;
  const { shops } = await registry.listShops(server.tenantId, { grants: null, limit: 100 });
  const group = await registry.groups.create(server.tenantId, { name: 'All', shopKeys: shops.map(({ key }) => key) });
  const groupKey = group.key;
  const groupId = `gid://v1/ShopGroup/${groupKey}/${groupKey}`;
  const inventory: InventoryServer = {
    ...server,
    ask: (query, variables, how) => {
      server.kuaizhan.journal.clear();
      return server.ask(query, variables, how);
    },
    groupId,
    groupKey,
    kuaizhanShops: shops.filter(({ platform }) => platform === 'KUAIZHAN'),
    allCalls: () => [...server.kuaizhan.journal.entries.map(({ operation }) => operation), ...server.calls()],
    units: async ({ key }, count) => {
      const found = await server.ask(
        `query ($id: ID!) { shop(by: { id: $id }) { commodities(first: 100) { nodes { variants { id } } } } }`,
        { id: `gid://v1/Shop/${key}/${key}` },
      );
      const nodes = found.data.shop.commodities.nodes as { variants: { id: string }[] }[];
      return nodes.flatMap(({ variants }) => variants[0]?.id ?? []).slice(0, count);
    },
    setItem: async (input, writeOptions, key) => {
      const answer = await inventory.ask(
        SET,
        { input: { groupId, ...input }, options: writeOptions ?? null },
        key === undefined ? {} : { key },
      );
      if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
      return answer.data.result;
    },
  };
  return inventory;
}
