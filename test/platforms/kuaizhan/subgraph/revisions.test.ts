import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

interface Revision {
  readonly version: string;
  readonly seenAt: string;
  readonly source: string;
  readonly changes: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
}

const HISTORY = `query ($id: ID!, $first: Int, $after: String) {
  commodity(id: $id) {
    version
    freshness { source fetchedAt }
    revisions(first: $first, after: $after) {
      nodes { version seenAt source changes { path before after } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

describe('past states of a commodity', () => {
  let server: TestServer;
  let tea: TestShop;
  beforeAll(async () => {
    server = await start();
    tea = server.shops[0] as TestShop;
  });
  afterAll(() => server.stop());

  const revisions = async (id: string, more: Record<string, unknown> = {}) => {
    const { data } = await server.ask(HISTORY, { id, ...more });
    return data.commodity as {
      version: string;
      freshness: { source: string; fetchedAt: string };
      revisions: { nodes: Revision[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
  };

  /** States are kept beside the requests that bring them. */
  const until = async (id: string, count: number): Promise<Revision[]> => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { nodes } = (await revisions(id)).revisions;
      if (nodes.length >= count) return nodes;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no ${count} states of ${id}`);
  };

  it('are kept as reads and writes bring them, newest first, with what changed', async () => {
    const made = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '旧名', price: 12.5, amount: 3 });
    const id = tea.gid('Commodity', made.id);
    const [first] = await until(id, 1);
    expect(first).toMatchObject({ source: 'LIVE', changes: [] });

    const { data } = await server.ask(
      `mutation ($id: ID!) {
        commodityUpdate(input: { id: $id, title: "新名", goods: { single: { price: { amount: "13.00" }, stock: 3 } } }) {
          commodity { version title }
          userErrors { code message }
        }
      }`,
      { id },
    );
    expect(data.commodityUpdate.userErrors).toEqual([]);
    const [latest, before] = await until(id, 2);
    expect(latest?.version).toBe(data.commodityUpdate.commodity.version);
    expect(before?.version).toBe(first?.version);
    const changed = Object.fromEntries((latest?.changes ?? []).map(({ path, ...values }) => [path, values]));
    expect(changed['/title']).toEqual({ before: '旧名', after: '新名' });
    expect(changed['/price/amount']).toEqual({ before: '12.50', after: '13.00' });
    expect(changed['/variants/0/price/minorUnits']).toEqual({ before: '1250', after: '1300' });
    expect(Object.keys(changed).every((path) => /^\/(title|price|priceRange|variants|updatedAt)/.test(path))).toBe(
      true,
    );

    const { data: diff } = await server.ask(
      `query ($id: ID!, $from: DateTime!, $to: DateTime) {
        commodity(id: $id) {
          whole: diff(from: $from) { path before after }
          nothing: diff(from: $from, to: $to) { path }
        }
      }`,
      { id, from: first?.seenAt, to: first?.seenAt },
    );
    expect(diff.commodity.whole).toContainEqual({ path: '/title', before: '旧名', after: '新名' });
    expect(diff.commodity.nothing).toEqual([]);
  });

  it('page by cursor, and one that is not changed is not kept again', async () => {
    const made = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '甲' });
    const id = tea.gid('Commodity', made.id);
    await until(id, 1);
    for (const title of ['乙', '丙']) {
      server.kuaizhan.state.changeCommodity(made, { title }, made.updatedAt + 1000);
      await revisions(id);
      await until(id, title === '乙' ? 2 : 3);
    }
    await revisions(id);
    const page = await revisions(id, { first: 2 });
    expect(page.revisions.nodes.map((one) => one.changes.find(({ path }) => path === '/title')?.after)).toEqual([
      '丙',
      '乙',
    ]);
    expect(page.revisions.pageInfo.hasNextPage).toBe(true);
    expect(page.revisions.nodes[0]?.version).toBe(page.version);
    const rest = await revisions(id, { first: 2, after: page.revisions.pageInfo.endCursor });
    expect(rest.revisions.nodes).toHaveLength(1);
    expect(rest.revisions.pageInfo.hasNextPage).toBe(false);
  });

  it('are not told by an answer from a cache, which may be older than what is known', async () => {
    const made = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '甲' });
    const id = tea.gid('Commodity', made.id);
    const cached = () => server.ask(HISTORY, { id }, { headers: { 'cache-control': 'max-age=300' } });
    await cached();
    for (const title of ['乙', '丙']) {
      server.kuaizhan.state.changeCommodity(made, { title }, made.updatedAt + 1000);
      await revisions(id);
      expect((await cached()).data.commodity.freshness.source).toBe('CACHE');
    }
    const states = await until(id, 3);
    expect(states.map(({ changes }) => changes.find(({ path }) => path === '/title')?.after)).toEqual([
      '丙',
      '乙',
      undefined,
    ]);
  });

  it('need an instant before another', async () => {
    const made = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '甲' });
    const { data, errors } = await server.ask(
      `query ($id: ID!) {
        commodity(id: $id) { diff(from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z") { path } }
      }`,
      { id: tea.gid('Commodity', made.id) },
    );
    expect(data.commodity).toBeNull();
    expect(errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', path: ['from'] });
  });

  it('are about now: freshness says when the platform was read', async () => {
    const made = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '甲' });
    const before = Date.now();
    const { freshness } = await revisions(tea.gid('Commodity', made.id));
    expect(freshness.source).toBe('LIVE');
    expect(Math.abs(Date.parse(freshness.fetchedAt) - before)).toBeLessThan(60_000);
  });
});
