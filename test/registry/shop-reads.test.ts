import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer, type TestShop } from '../support/start.js';

const NAMES = ['丙店', '甲店', '乙店', '丁店', 'A shop', 'b shop', '戊店'] as const;

describe('the shops of a tenant', () => {
  let server: TestServer;
  let key: string;
  let shops: TestShop[];
  let group: string;
  beforeAll(async () => {
    server = await start({ seed: 'empty' });
    const credentials = NAMES.map((name, at) => ({
      name,
      accessToken: `token-${at}`,
      siteId: String(5_000_000_000 + at),
      shopId: `shop-${at}`,
    }));
    ({ key, shops } = await server.addTenant('Many', credentials));
    const suspend =
      'mutation ($id: ID!) { shopUpdate(input: { id: $id, isSuspended: true, labels: ["old", "tea"] }) { userErrors { code } } }';
    await server.ask(suspend, { id: shops[1]?.id }, { key });
    await server.ask(
      'mutation ($id: ID!) { shopUpdate(input: { id: $id, labels: ["tea"] }) { userErrors { code } } }',
      { id: shops[2]?.id },
      { key },
    );
    await server.ask(
      'mutation ($id: ID!) { shopSandboxSet(input: { id: $id, isSandbox: true }) { userErrors { code } } }',
      { id: shops[3]?.id },
      { key },
    );
    const made = await server.ask(
      'mutation ($ids: [ID!]!) { shopGroupCreate(input: { name: "同货", shopIds: $ids }) { shopGroup { id } userErrors { code } } }',
      { ids: [shops[0]?.id, shops[2]?.id] },
      { key },
    );
    group = made.data.shopGroupCreate.shopGroup.id;
  });
  afterAll(() => server.stop());

  interface ShopPage {
    totalCount: number;
    nodes: { name: string }[];
    edges: { cursor: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  }
  const page = async (variables: Record<string, unknown>): Promise<ShopPage> => {
    const { data, errors } = await server.ask(
      `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ShopFilter, $sort: ShopSort) {
        shops(first: $first, after: $after, last: $last, before: $before, filter: $filter, sort: $sort) {
          totalCount nodes { name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`,
      variables,
      { key },
    );
    expect(errors).toEqual([]);
    return data.shops as ShopPage;
  };
  const names = ({ nodes }: ShopPage) => nodes.map((node) => node.name);

  it('page forwards and backwards through the same order', async () => {
    const whole = names(await page({}));
    expect([...whole].sort()).toEqual([...NAMES].sort());
    const forwards: string[] = [];
    let after: string | null = null;
    for (;;) {
      const part: ShopPage = await page({ first: 2, after });
      expect(part.totalCount).toBe(7);
      expect(part.pageInfo.hasPreviousPage).toBe(after !== null);
      forwards.push(...names(part));
      after = part.pageInfo.endCursor;
      if (!part.pageInfo.hasNextPage) break;
    }
    expect(forwards).toEqual(whole);
    const backwards: string[] = [];
    let before: string | null = null;
    for (;;) {
      const part: ShopPage = await page({ last: 2, before });
      backwards.unshift(...names(part));
      before = part.pageInfo.startCursor;
      if (!part.pageInfo.hasPreviousPage) break;
    }
    expect(backwards).toEqual(whole);
  });

  it('keep their pages when a shop is added', async () => {
    const first = await page({ first: 3, sort: 'CREATED_AT_DESC' });
    await server.addTenant('Many', [{ name: '己店', accessToken: 't', siteId: '5000000099', shopId: 'shop-99' }]);
    const second = await page({ first: 10, after: first.pageInfo.endCursor, sort: 'CREATED_AT_DESC' });
    expect(names(second)).not.toContain('己店');
    expect(names(await page({ first: 1, sort: 'CREATED_AT_DESC' }))).toEqual(['己店']);
    expect([...names(first), ...names(second)]).toHaveLength(NAMES.length);
  });

  it.each([
    [{ statuses: ['SUSPENDED'] }, ['甲店']],
    [{ labels: ['tea'] }, ['乙店', '甲店']],
    [{ labels: ['tea', 'old'] }, ['甲店']],
    [{ isSandbox: true }, ['丁店']],
    [{ search: 'SHOP' }, ['A shop', 'b shop']],
    [{ search: '店', labels: ['tea'], statuses: ['ACTIVE'] }, ['乙店']],
    [{ platforms: ['DOUYIN'] }, []],
    [{ search: '%' }, []],
  ])('are narrowed by %j', async (filter, expected) => {
    const found = await page({ filter });
    expect(names(found).sort()).toEqual([...expected].sort());
    expect(found.totalCount).toBe(expected.length);
  });

  it('are narrowed by their group, whose members it tells, and they it', async () => {
    expect(names(await page({ filter: { groupId: group } })).sort()).toEqual(['丙店', '乙店'].sort());
    const { data } = await server.ask(
      'query ($g: ID!, $s: ID!) { shopGroup(id: $g) { id name shops { name } } node(id: $g) { id } shop(by: { id: $s }) { group { name } } }',
      { g: group, s: shops[2]?.id },
      { key },
    );
    expect(data.shopGroup).toMatchObject({ id: group, name: '同货' });
    expect((data.shopGroup.shops as { name: string }[]).map((one) => one.name).sort()).toEqual(['丙店', '乙店'].sort());
    expect(data.node).toEqual({ id: group });
    expect(data.shop).toEqual({ group: { name: '同货' } });
  });

  it('refuse a cursor of another order or filter', async () => {
    const { pageInfo } = await page({ first: 1 });
    const { data, errors } = await server.ask(
      'query ($after: String) { shops(first: 1, after: $after, sort: CREATED_AT_DESC) { nodes { name } } }',
      { after: pageInfo.endCursor },
      { key },
    );
    expect(data).toBeNull();
    expect(errors[0].extensions).toMatchObject({ code: 'INVALID_CURSOR', path: ['after'] });
  });

  it('are found by their secret shop code by who may administer them, and by no one else', async () => {
    const own = await server.ask('query ($id: ID!) { shop(by: { id: $id }) { tCode } }', { id: shops[0]?.id }, { key });
    const { tCode } = own.data.shop as { tCode: string };
    const found = await server.ask('query ($t: String!) { shop(by: { tCode: $t }) { name } }', { t: tCode }, { key });
    expect(found.data.shop).toEqual({ name: NAMES[0] });
    const foreign = await server.ask('query ($t: String!) { shop(by: { tCode: $t }) { name } }', { t: tCode });
    expect([foreign.data.shop, foreign.errors]).toEqual([null, []]);
    const reader = await server.ask(
      'query ($t: String!) { shop(by: { tCode: $t }) { name } viewer { scopes } }',
      { t: tCode },
      { key: server.readKey },
    );
    expect(reader.data.shop).toBeNull();
    expect(reader.errors[0].extensions).toMatchObject({ code: 'PERMISSION_DENIED', requiredScopes: ['shops:admin'] });
    expect(reader.text).not.toContain(tCode);
  });

  it('tell who changed what, newest first, page by page', async () => {
    const log = async (first: number, after: string | null) => {
      const { data } = await server.ask(
        `query ($id: ID!, $first: Int, $after: String) {
          shop(by: { id: $id }) {
            auditLog(first: $first, after: $after) {
              nodes { at actor action nodeId outcome requestId } pageInfo { hasNextPage endCursor }
            }
          }
        }`,
        { id: shops[1]?.id, first, after },
        { key },
      );
      return data.shop.auditLog as {
        nodes: { action: string; outcome: string; actor: string; nodeId: string; requestId: string; at: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    await server.ask(
      'mutation ($id: ID!) { shopUpdate(input: { id: $id, name: "" }) { userErrors { code } } }',
      { id: shops[1]?.id },
      { key },
    );
    const [refused] = (await log(1, null)).nodes;
    expect(refused).toMatchObject({ action: 'shopUpdate', outcome: 'INVALID_INPUT', actor: 'Many admin' });
    const first = await log(1, null);
    const second = await log(5, first.pageInfo.endCursor);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(second.nodes.map(({ action, outcome }) => [action, outcome])).toContainEqual(['shopUpdate', 'OK']);
    expect(second.nodes.every((entry) => entry.at <= (first.nodes[0]?.at ?? ''))).toBe(true);
    expect(second.nodes[0]?.nodeId).toBe(shops[1]?.id);
    const reader = await server.makeKey(['shops:read']);
    const denied = await server.ask(
      '{ shops { nodes { auditLog { nodes { action } } } } viewer { name } }',
      {},
      { key: reader },
    );
    expect(denied.errors.every((error) => error.extensions.code === 'PERMISSION_DENIED')).toBe(true);
  });

  it('that are suspended are still shown, and what hangs from them says why it is not', async () => {
    const { data, errors } = await server.ask(
      'query ($id: ID!) { shop(by: { id: $id }) { name status commodityCount site { name } } }',
      { id: shops[1]?.id },
      { key },
    );
    expect(data.shop).toEqual({ name: '甲店', status: 'SUSPENDED', commodityCount: null, site: null });
    expect(errors.map((error) => error.extensions.code)).toEqual(['SHOP_SUSPENDED', 'SHOP_SUSPENDED']);
    expect(server.calls()).toEqual([]);
  });

  it('have a healthy line until something is asked, and no key is ever shown', async () => {
    const { data, text } = await server.ask(
      'query ($id: ID!) { shop(by: { id: $id }) { health { circuit lastSuccessAt } credential { appIdMasked secretFingerprint } pushUrl proxy { url } } }',
      { id: shops[0]?.id },
      { key },
    );
    expect(data.shop.health).toEqual({ circuit: 'CLOSED', lastSuccessAt: null });
    expect(data.shop.pushUrl).toBeNull();
    expect(data.shop.credential.secretFingerprint).not.toBe('');
    expect(text).not.toContain('token-0');
  });
});
