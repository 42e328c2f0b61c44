import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, effectsOf, freshShop, post, type WritableShop, type Written, write } from './kinds.js';

let server: TestServer;
let shop: WritableShop;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
  shop = await freshShop(server);
}, 30_000);
afterAll(() => server.stop());

const subject = 'commodityCategory { id title description commodityCount createdAt updatedAt }';
const CREATE = { mutation: 'commodityCategoryCreate', inputType: 'CommodityCategoryCreateInput', subject };
const UPDATE = { mutation: 'commodityCategoryUpdate', inputType: 'CommodityCategoryUpdateInput', subject };
const DELETE = {
  mutation: 'commodityCategoryDelete',
  inputType: 'CommodityCategoryDeleteInput',
  subject: 'deletedId shop { commodityCategories { title } }',
};
const paths = ({ payload }: Written) => payload.userErrors.map(({ code, path }) => [code, path.join('.')]);
const sent = (operation: string): Readonly<Record<string, unknown>> =>
  server.kuaizhan.journal.entries.findLast(
    (entry) => entry.caller.label === shop.label && entry.operation === operation,
  )?.params ?? {};
const add = (title: string): string =>
  shop.gid('CommodityCategory', server.kuaizhan.addCategory({ shopId: shop.shopId, title, desc: 'words' }).id);

describe('a category', () => {
  it('is created, changed by its id, and keeps what was not said', async () => {
    const created = await write(server, shop, CREATE, { shopId: shop.id, title: 'green', description: 'fresh' });
    const { id } = created.payload['commodityCategory'];
    expect(created.payload['commodityCategory']).toMatchObject({ title: 'green', description: 'fresh' });
    const changed = await write(server, shop, UPDATE, { id, title: 'white' });
    expect(changed.payload['commodityCategory']).toMatchObject({ id, title: 'white', description: 'fresh' });
    expect(sent('POST /v2/ec/commodity/category/update')).toEqual({
      category_id: decodeURIComponent(id.split('/').at(-1)),
      shop_id: shop.shopId,
      title: 'white',
    });
  });

  it('loses its description by null, and cannot lose its title', async () => {
    const id = add('cleared');
    const { payload } = await write(server, shop, UPDATE, { id, description: null });
    expect(payload['commodityCategory'].description || null).toBeNull();
    expect(sent('POST /v2/ec/commodity/category/update')).toMatchObject({ desc: '' });
    expect(paths(await write(server, shop, UPDATE, { id, title: null }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'input.title'],
    ]);
    expect(paths(await write(server, shop, UPDATE, { id }))).toEqual([['INVALID_INPUT', 'input']]);
  });

  it('is deleted with its commodities left, and the list of the same request knows', async () => {
    const id = add('gone');
    const native = id.split('/').at(-1) ?? '';
    const commodity = server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'stays', categoryIds: [native] });
    const query = `mutation ($id: ID!, $other: ID!) {
      before: commodityCategoryUpdate(input: { id: $other, title: "kept" }) { commodityCategory { shop { commodityCategories { title } } } }
      gone: commodityCategoryDelete(input: { id: $id }) { deletedId shop { commodityCategories { title } } } }`;
    const { data, errors } = await post(server, shop.apiKey, query, { id, other: add('other') });
    expect(errors).toEqual([]);
    const titles = (where: { commodityCategories: { title: string }[] }) =>
      where.commodityCategories.map(({ title }) => title);
    expect(titles(data.before.commodityCategory.shop)).toEqual(expect.arrayContaining(['gone', 'kept']));
    expect(data.gone.deletedId).toBe(id);
    expect(titles(data.gone.shop)).not.toContain('gone');
    expect(titles(data.gone.shop)).toContain('kept');
    expect(server.kuaizhan.state.commodities.has(commodity.id)).toBe(true);
  });

  it('that has moved is not written over', async () => {
    const id = add('versioned');
    const refused = await write(server, shop, UPDATE, { id, title: 'x' }, { expectedVersion: 'stale' });
    expect(refused.payload.userErrors).toEqual([
      expect.objectContaining({ code: 'CONFLICT', nodeId: id, currentVersion: expect.any(String) }),
    ]);
    const { currentVersion } = refused.payload.userErrors[0];
    const options = { expectedVersion: currentVersion, idempotencyKey: 'versioned category' };
    const done = await write(server, shop, UPDATE, { id, title: 'x' }, options);
    expect(done.payload.userErrors).toEqual([]);
    expect((await write(server, shop, UPDATE, { id, title: 'x' }, options)).payload).toMatchObject({ replayed: true });
    expect((await write(server, shop, DELETE, { id }, { expectedVersion: currentVersion })).code).toBe('CONFLICT');
  });

  it('that is not there is NOT_FOUND', async () => {
    const id = shop.gid('CommodityCategory', 'Vxxxxxxxxxxxxxxx');
    expect((await write(server, shop, UPDATE, { id, title: 'x' })).code).toBe('NOT_FOUND');
    expect((await write(server, shop, DELETE, { id })).code).toBe('NOT_FOUND');
  });

  it.each([
    ['no title', { title: '' }, 'input.title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'input.title'],
    ['a description of 20 001 characters', { title: 'x', description: 'x'.repeat(20_001) }, 'input.description'],
  ])('with %s is refused, and nothing is sent', async (_case, input, path) => {
    const before = callsOf(server, shop).length;
    expect(paths(await write(server, shop, CREATE, { shopId: shop.id, ...input }))).toEqual([['INVALID_INPUT', path]]);
    expect(paths(await write(server, shop, UPDATE, { id: add('u'), ...input }))).toEqual([['INVALID_INPUT', path]]);
    expect(callsOf(server, shop).length).toBe(before);
  });
});

const TOPIC = {
  mutation: 'topicCreate',
  inputType: 'TopicCreateInput',
  subject: 'topic { id title content freshness { source } site { id } author { id } }',
};
const BAN = {
  mutation: 'communityUserBan',
  inputType: 'CommunityUserBanInput',
  subject: 'ban { id days reason bannedAt expiresAt user { id activeBan { id } } }',
};
const site = () => shop.gid('Site', shop.siteId);

describe('a topic', () => {
  it('is sent whole, and read again from the journal, since the platform cannot be asked', async () => {
    const input = {
      siteId: site(),
      userId: shop.userId,
      title: 'hello',
      content: '<p>words</p>',
      isHtml: true,
      tagIds: ['ORDINARY'],
      imageUrls: ['https://img.example.com/1.jpg'],
      location: { longitude: 118.03, latitude: 27.75, address: '武夷山' },
    };
    const { payload, answer } = await write(server, shop, TOPIC, input);
    expect(answer.errors).toEqual([]);
    expect(payload.userErrors).toEqual([]);
    expect(sent('POST /v2/club/topic/create')).toEqual({
      user_id: shop.userId,
      forum_id: shop.forumId,
      content: '<p>words</p>',
      title: 'hello',
      is_html: 'true',
      tag_ids: '["ORDINARY"]',
      attachment_urls: '["https://img.example.com/1.jpg"]',
      geo_longitude: '118.03',
      geo_latitude: '27.75',
      geo_address: '武夷山',
    });
    const { topic } = payload;
    expect(topic).toMatchObject({ title: 'hello', freshness: { source: 'LIVE' }, site: { id: site() } });
    const before = callsOf(server, shop).length;
    const query = 'query ($id: ID!) { topic(id: $id) { id title freshness { source } } node(id: $id) { id } }';
    const read = await post(server, shop.apiKey, query, { id: topic.id });
    expect(read.data).toEqual({
      topic: { id: topic.id, title: 'hello', freshness: { source: 'JOURNAL' } },
      node: { id: topic.id },
    });
    expect(callsOf(server, shop).length).toBe(before);
  });

  it('of a banned user is refused by the platform, in its words', async () => {
    const other = await freshShop(server);
    const input = { siteId: other.gid('Site', other.siteId), userId: other.userId };
    await write(server, other, BAN, { ...input, days: 1 });
    const { payload } = await write(server, other, TOPIC, { ...input, content: 'x' });
    expect(payload.userErrors).toEqual([
      expect.objectContaining({
        __typename: 'UpstreamError',
        code: 'UPSTREAM_REJECTED',
        fault: expect.objectContaining({ endpoint: 'POST /v2/club/topic/create', code: '1' }),
      }),
    ]);
    expect(payload.userErrors[0].fault.message).toContain('banned');
  });

  it.each([
    ['no content', { content: '' }, ['input.content']],
    ['content of 20 001 characters', { content: 'x'.repeat(20_001) }, ['input.content']],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, ['input.title']],
    ['51 pictures', { imageUrls: Array(51).fill('https://a.example/1.jpg') }, ['input.imageUrls']],
    [
      'a place off the map',
      { location: { longitude: 181, latitude: -91 } },
      ['input.location.longitude', 'input.location.latitude'],
    ],
    ['an author that can be none', { userId: '../x' }, ['input.userId']],
    ['a community that can be none', { forumId: 'a b' }, ['input.forumId']],
  ])('with %s is refused with the path, and nothing is sent', async (_case, more, expected) => {
    const before = callsOf(server, shop).length;
    const refused = await write(server, shop, TOPIC, { siteId: site(), userId: shop.userId, content: 'x', ...more });
    expect(paths(refused).map(([code, path]) => [code, path])).toEqual(
      expect.arrayContaining(expected.map((path) => ['INVALID_INPUT', path])),
    );
    expect(refused.payload.userErrors).toHaveLength(expected.length);
    expect(callsOf(server, shop).length).toBe(before);
  });
});

describe('a ban', () => {
  it('is kept here with its end, and shown with the user', async () => {
    const input = { siteId: site(), userId: shop.userId, reason: 'noise', days: 3 };
    const { payload, answer } = await write(server, shop, BAN, input);
    expect(answer.errors).toEqual([]);
    expect(sent('POST /v2/club/user/ban')).toEqual({
      user_id: shop.userId,
      forum_id: shop.forumId,
      reason_content: 'noise',
      days: '3',
    });
    const { ban } = payload;
    expect(ban).toMatchObject({ days: 3, reason: 'noise' });
    expect(Date.parse(ban.expiresAt) - Date.parse(ban.bannedAt)).toBe(3 * 86_400_000);
    expect(ban.user.activeBan.id).toBe(ban.id);
    const query = 'query ($id: ID!) { node(id: $id) { id ... on CommunityUser { activeBan { id reason } } } }';
    const read = await post(server, shop.apiKey, query, { id: ban.user.id });
    expect(read.data.node.activeBan).toEqual({ id: ban.id, reason: 'noise' });
  });

  it.each([
    ['no day', { days: 0 }, 'input.days'],
    ['fewer than no days', { days: -1 }, 'input.days'],
    ['a user that can be none', { userId: 'a/b' }, 'input.userId'],
    ['a reason of 1 001 characters', { reason: 'x'.repeat(1001) }, 'input.reason'],
  ])('for %s is refused, and nothing is sent', async (_case, more, path) => {
    const before = callsOf(server, shop).length;
    const refused = await write(server, shop, BAN, { siteId: site(), userId: shop.userId, ...more });
    expect(paths(refused)).toEqual([['INVALID_INPUT', path]]);
    expect(callsOf(server, shop).length).toBe(before);
  });
});

describe('community writes', () => {
  it('need a community: the one named, or the one in the registration', async () => {
    const { accessToken, siteId, forumId } = shop;
    const { kuaizhan } = server;
    const userId = kuaizhan.state.nextId();
    kuaizhan.state.clubUsers.set(userId, { id: userId, siteId: Number(siteId), name: 'another member' });
    const bare = kuaizhan.addShop({ siteId: Number(siteId), token: accessToken, title: 'bare' });
    const { shops, key } = await server.addTenant('Bare', [{ name: 'bare', accessToken, siteId, shopId: bare.id }]);
    const made = { apiKey: key };
    const input = { siteId: shops[0]?.gid('Site', siteId), userId };
    for (const [kind, more] of [[TOPIC, { content: 'x' }] as const, [BAN, { days: 1 }] as const]) {
      expect(paths(await write(server, made, kind, { ...input, ...more }))).toEqual([
        ['INVALID_INPUT', 'input.forumId'],
      ]);
      expect((await write(server, made, kind, { ...input, ...more, forumId })).code).toBeNull();
    }
  });

  it('are for the registered site alone', async () => {
    const before = effectsOf(server, shop, 'topic.create');
    const others = [shop.gid('Site', '4300112233'), shop.id, shop.gid('Commodity', 'x'), 'x'];
    for (const siteId of others) {
      for (const [kind, more] of [[TOPIC, { content: 'x' }] as const, [BAN, {}] as const])
        expect(paths(await write(server, shop, kind, { siteId, userId: shop.userId, ...more }))).toEqual([
          ['NOT_FOUND', 'input.siteId'],
        ]);
    }
    expect(effectsOf(server, shop, 'topic.create')).toBe(before);
  });

  it('have no version', async () => {
    const input = { siteId: site(), userId: shop.userId };
    for (const [kind, more] of [[TOPIC, { content: 'x' }] as const, [BAN, {}] as const])
      expect(paths(await write(server, shop, kind, { ...input, ...more }, { expectedVersion: 'v' }))).toEqual([
        ['UNSUPPORTED_COMBINATION', 'options.expectedVersion'],
      ]);
  });
});
