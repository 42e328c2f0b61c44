import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultName } from '../../../../src/emulator/fault-rule.js';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

const LIST = 'GET /v2/ec/commodity/list';
const INFO = 'GET /v2/ec/commodity/info';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Commodity { title native { id } } } }';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly native: { readonly id: string };
}

describe('answers of the platform to many ids', () => {
  let server: TestServer;
  let tea: TestShop;
  let wood: TestShop;
  beforeAll(async () => {
    server = await start();
    [tea, wood] = server.shops as [TestShop, TestShop];
  });
  afterAll(() => server.stop());
  beforeEach(() => server.kuaizhan.reset());

  const goods = (shop: TestShop, count: number) =>
    [...server.kuaizhan.state.commodities.values()].filter((one) => one.shop.id === shop.shopId).slice(0, count);
  const idsOf = (shop: TestShop, count: number) => goods(shop, count).map((one) => shop.gid('Commodity', one.id));
  const titles = (shop: TestShop, count: number) => goods(shop, count).map((one) => one.title);
  const titlesIn = (rows: readonly (Row | null)[]) => rows.map((row) => row?.title ?? null);
  const play = (fault: FaultName, rows: number) =>
    server.kuaizhan.faults.set([{ match: { operation: LIST }, fault, rows }]);

  it('are matched by id when they come in another order', async () => {
    play('rows_reordered', 1);
    const { data, errors } = await server.ask(NODES, { ids: idsOf(tea, 30).reverse() });
    expect(errors).toEqual([]);
    expect(titlesIn(data.nodes)).toEqual(titles(tea, 30).reverse());
  });

  it('may say some rows twice', async () => {
    play('rows_doubled', 10);
    const { data, errors } = await server.ask(NODES, { ids: idsOf(tea, 30) });
    expect(errors).toEqual([]);
    expect(titlesIn(data.nodes)).toEqual(titles(tea, 30));
  });

  it('may hold rows that nobody asked for, which no one gets to see', async () => {
    play('rows_foreign', 5);
    const answer = await server.ask(NODES, { ids: idsOf(tea, 30) });
    expect(answer.errors).toEqual([]);
    expect(titlesIn(answer.data.nodes)).toEqual(titles(tea, 30));
    expect(answer.text).not.toContain(Buffer.from('foreign 0000').toString('base64url'));
  });

  it('are completed one by one when a few rows are missing', async () => {
    play('rows_missing', 4);
    const { data, errors } = await server.ask(NODES, { ids: idsOf(tea, 30) });
    expect(errors).toEqual([]);
    expect(titlesIn(data.nodes)).toEqual(titles(tea, 30));
    expect(server.calls()).toEqual([LIST, INFO, INFO, INFO, INFO]);
  });

  it('tell of an id whose own read failed, since it may well be there', async () => {
    server.kuaizhan.faults.set([
      { match: { operation: LIST }, fault: 'rows_missing', rows: 2 },
      { match: { operation: INFO, nth: 2 }, fault: 'malformed' },
    ]);
    const { data, errors } = await server.ask(NODES, { ids: idsOf(tea, 5) });
    expect((data.nodes as unknown[]).filter((row) => row === null)).toHaveLength(1);
    expect(errors.map((error) => error.extensions.code)).toEqual(['UPSTREAM_MALFORMED']);
  });

  it('leave null where many are missing, and only there', async () => {
    play('rows_missing', 11);
    const { data, errors } = await server.ask(NODES, { ids: idsOf(tea, 30) });
    expect(errors).toEqual([]);
    const newestFirst = goods(tea, 30).sort((a, b) => b.createdAt - a.createdAt);
    const missing = new Set(newestFirst.slice(0, 11).map((one) => one.title));
    expect(titlesIn(data.nodes)).toEqual(titles(tea, 30).map((title) => (missing.has(title) ? null : title)));
    expect(server.calls()).toEqual([LIST]);
  });

  it('lose a row that cannot be read and keep the others', async () => {
    server.kuaizhan.faults.set([{ match: { operation: LIST }, fault: 'wrong_types', rows: 12 }]);
    const { data } = await server.ask(NODES, { ids: idsOf(tea, 30) });
    expect((data.nodes as unknown[]).filter((row) => row === null)).toHaveLength(12);
  });

  it('never swap the rows of two shops, whatever happens to both', async () => {
    play('rows_reordered', 1);
    const ids = [idsOf(tea, 20), idsOf(wood, 20)];
    const mixed = ids[0]?.flatMap((id, index) => [id, ids[1]?.[index] as string]) ?? [];
    const { data } = await server.ask(NODES, { ids: mixed });
    expect((data.nodes as Row[]).map((row) => row.id)).toEqual(mixed);
  });

  it('are one call a hundred, and a failed call fails its own ids alone', async () => {
    server.kuaizhan.faults.set([{ match: { operation: LIST, nth: 1 }, fault: 'business_code' }]);
    const [extra, other] = goods(tea, 102).slice(100);
    const { data, errors } = await server.ask(
      `query ($ids: [ID!]!, $extra: ID!, $other: ID!) {
        nodes(ids: $ids) { ... on Commodity { title } }
        extra: commodity(id: $extra) { title }
        other: commodity(id: $other) { title }
      }`,
      {
        ids: idsOf(tea, 100),
        extra: tea.gid('Commodity', extra?.id ?? ''),
        other: tea.gid('Commodity', other?.id ?? ''),
      },
    );
    expect(server.calls()).toEqual([LIST, LIST]);
    expect(data.nodes).toEqual(Array.from({ length: 100 }, () => null));
    expect([data.extra.title, data.other.title]).toEqual([extra?.title, other?.title]);
    expect(errors).toHaveLength(100);
    expect(new Set(errors.map((error) => error.extensions.code))).toEqual(new Set(['UPSTREAM_REJECTED']));
  });

  it("fail one shop's ids and leave the other's", async () => {
    server.kuaizhan.faults.set([{ match: { operation: LIST, shop: 'wood' }, fault: 'malformed' }]);
    const { data, errors } = await server.ask(NODES, { ids: [...idsOf(wood, 3), ...idsOf(tea, 3)] });
    expect(titlesIn(data.nodes)).toEqual([null, null, null, ...titles(tea, 3)]);
    expect(errors.map((error) => [error.path, error.extensions.code, error.extensions.shopId])).toEqual(
      [0, 1, 2].map((index) => [['nodes', index], 'UPSTREAM_MALFORMED', wood.id]),
    );
  });

  it('keep every row of a list in its place when bad ones are left out of a page', async () => {
    const page = async (first: number, after: string | null): Promise<{ titles: string[]; end: string }> => {
      const { data } = await server.ask(
        `query ($shop: ID!, $first: Int, $after: String) {
          shop(by: { id: $shop }) { commodities(first: $first, after: $after) { nodes { title } pageInfo { endCursor } } }
        }`,
        { shop: tea.id, first, after },
      );
      const { nodes, pageInfo } = data.shop.commodities as { nodes: Row[]; pageInfo: { endCursor: string } };
      return { titles: nodes.map((row) => row.title), end: pageInfo.endCursor };
    };
    const { titles: all } = await page(20, null);
    server.kuaizhan.faults.set([{ match: { operation: LIST }, fault: 'wrong_types', rows: 3, times: 1 }]);
    const first = await page(10, null);
    expect(first.titles).toEqual(all.slice(3, 13));
    const second = await page(7, first.end);
    expect(second.titles).toEqual(all.slice(13));
  });
});
