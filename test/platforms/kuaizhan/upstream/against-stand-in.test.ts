import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../../../src/platforms/kuaizhan/emulator/index.js';
import type { KuaizhanClient } from '../../../../src/platforms/kuaizhan/upstream/client.js';
import type { ArrayEncoding } from '../../../../src/platforms/kuaizhan/upstream/encode.js';
import * as category from '../../../../src/platforms/kuaizhan/upstream/endpoints/category.js';
import * as commodity from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { getPost, listPosts } from '../../../../src/platforms/kuaizhan/upstream/endpoints/post.js';
import { getSite } from '../../../../src/platforms/kuaizhan/upstream/endpoints/site.js';
import { createTopic } from '../../../../src/platforms/kuaizhan/upstream/endpoints/topic.js';
import { banUser } from '../../../../src/platforms/kuaizhan/upstream/endpoints/user-ban.js';
import { getOfficialAccount, isSubscriber } from '../../../../src/platforms/kuaizhan/upstream/endpoints/wechat.js';
import { type OptionPair, variantKey } from '../../../../src/platforms/kuaizhan/upstream/model-details.js';
import { ClientBench, TokenList } from './start-client.js';

const nothing = async (): Promise<void> => undefined;
const SHOP = 'V4800vQ0xafvOtuT';

describe.each<ArrayEncoding>(['json', 'repeat'])('all calls with lists written as %s', (arrayEncoding) => {
  let standIn: KuaizhanEmulator;
  let bench: ClientBench;
  let client: KuaizhanClient;

  beforeAll(async () => {
    standIn = await startKuaizhanEmulator({ seed: 'fixtures' });
    const tokens = new TokenList(standIn.seed.shops[0]?.accessToken ?? '');
    bench = new ClientBench(standIn.url, { arrayEncoding }, tokens);
    client = bench.given().client;
  });
  afterAll(async () => {
    await bench.clients.close();
    await standIn.close();
  });

  it('write a commodity with options, read it back, change it, clear its options and delete it', async () => {
    const pairs = (colour: string, size: string): OptionPair[] => [
      ['颜色', colour],
      ['尺码', size],
    ];
    const variants = [
      { pairs: pairs('红', 'M'), priceFen: 1001, amount: 3 },
      { pairs: pairs('黄', 'M'), priceFen: 2999, amount: 4 },
    ];
    const categoryIds = ['V9_byHlQrE__b-jW'];
    const made = await commodity.createCommodity(
      client,
      { shopId: SHOP, title: 'T恤 "&"', categoryIds, variants, isOnline: true },
      nothing,
    );
    const found = await commodity.getCommodity(client, made.id);
    expect(found).toMatchObject({
      title: 'T恤 "&"',
      categoryIds,
      amount: 7,
      priceFen: 1001,
      isOnline: true,
      shop: { id: SHOP },
    });
    const keyed = found?.variants.map(({ pairs: list, priceFen, amount }) => [
      variantKey(list ?? []),
      priceFen,
      amount,
    ]);
    expect(keyed?.sort()).toEqual(variants.map((one) => [variantKey(one.pairs), one.priceFen, one.amount]).sort());

    await commodity.updateCommodity(
      client,
      { id: made.id, variants: [], priceFen: 1250, amount: 9, isOnline: false },
      nothing,
    );
    expect(await commodity.getCommodity(client, made.id)).toMatchObject({
      options: [],
      variants: [],
      priceFen: 1250,
      amount: 9,
      isOnline: false,
    });
    const byIds = await commodity.getCommoditiesByIds(client, SHOP, [made.id, 'V9fNoHlQrBjQQaDk', 'AAAAAAAAAAAAAAAA']);
    expect(byIds.rows.map(({ id }) => id).sort()).toEqual([made.id, 'V9fNoHlQrBjQQaDk'].sort());
    const off = await commodity.listCommodities(client, { shopId: SHOP, isOnline: false, offset: 0, limit: 100 });
    expect(off.rows.map(({ id }) => id)).toContain(made.id);

    const before = await commodity.countCommodities(client, SHOP);
    await commodity.deleteCommodity(client, made.id, nothing);
    expect(await commodity.countCommodities(client, SHOP)).toBe(before - 1);
    expect(await commodity.getCommodity(client, made.id)).toBeNull();
    await expect(commodity.deleteCommodity(client, made.id, nothing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('write, read, change and delete a category', async () => {
    const made = await category.createCategory(client, { shopId: SHOP, title: '新', desc: 'd' }, nothing);
    await category.updateCategory(client, { id: made.id, shopId: SHOP, title: '更新' }, nothing);
    expect(await category.getCategory(client, made.id)).toMatchObject({ title: '更新', desc: 'd', shopId: SHOP });
    await category.deleteCategory(client, { id: made.id, shopId: SHOP, title: '更新' }, nothing);
    expect((await category.listCategories(client, SHOP)).rows.map(({ id }) => id)).not.toContain(made.id);
  });

  it('read sites, posts and accounts, open a topic and silence a user', async () => {
    expect(await getSite(client, '3505790044', { changyan: true, entrances: true })).toMatchObject({
      id: '3505790044',
      status: 1,
    });
    expect(await getPost(client, '210224')).toMatchObject({ title: 'foo', columnId: '605160' });
    const page = await listPosts(client, { columnId: '605160', status: 'all', page: 1, perPage: 20 });
    expect(page).toMatchObject({ rows: [{ id: '210224' }], totalCount: 1, hasNextPage: false });
    expect(await getOfficialAccount(client, '4208285106')).toMatchObject({ serviceType: 2 });
    expect(await getOfficialAccount(client, '3505790044')).toBeNull();
    expect(await isSubscriber(client, '4208285106', 'fixture-follower')).toBe(true);
    expect(await isSubscriber(client, '4208285106', 'fixture-stranger')).toBe(false);
    const who = { userId: 'Vb9dc3zXC4spppaO', forumId: 'VqrZbnzXCx2ycjcq' };
    const topic = {
      ...who,
      content: '<b>x</b>',
      isHtml: true,
      tagIds: ['ORDINARY'],
      attachmentUrls: ['http://a.example/1.png'],
    };
    expect(await createTopic(client, topic, nothing)).toMatchObject({
      content: '<b>x</b>',
      isHtml: true,
      siteId: '6321338681',
    });
    expect((await banUser(client, { ...who, reason: 'spam', days: 1 }, nothing)).isBanned).toBe(true);
  });
});
