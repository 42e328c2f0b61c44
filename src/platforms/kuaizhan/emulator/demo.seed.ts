import { type Assortment, stock, TEA, WOOD } from './demo-goods.js';
import type { DemoSeed, SeedShop } from './seed.js';
import type { KuaizhanState } from './state.js';

const START = Date.parse('2025-02-10T09:30:00+08:00');
const APP_SECRET = 'canary-wx-app-secret-7d1f03b95ce84a26';

interface DemoShop {
  readonly name: string;
  readonly label: string;
  readonly accessToken: string;
  readonly siteId: number;
  readonly domain: string;
  readonly goods: Assortment;
  readonly private: Readonly<Record<string, unknown>>;
  readonly columns: readonly {
    readonly id: number;
    readonly title: string;
    readonly subjects: readonly string[];
    readonly posts: number;
  }[];
}

/** Phone numbers, codes and tokens are canaries: made up, and easy to search for in any output. */
const SHOPS: readonly DemoShop[] = [
  {
    name: '山野茶铺',
    label: 'tea',
    accessToken: 'kz-demo-token-tea-9b41c7e2d05f4a88',
    siteId: 4300112233,
    domain: 'shanye.example.com',
    goods: TEA,
    private: {
      address: '福建 武夷山市',
      announcement: '春茶上新，满 199 元包邮',
      tel: '19900000001',
      tel_vcode: '000317',
      boss: '掌柜甲',
      gross_earnings: 1_284_503,
      paid_orders_count: 4_210,
      sales_volume: 9_875,
      is_certificated: true,
    },
    columns: [
      { id: 701101, title: '茶事', subjects: ['制茶笔记', '山场巡礼', '冲泡心得', '茶席小景'], posts: 46 },
      { id: 701102, title: '公告', subjects: ['上新通知', '发货说明', '节日安排'], posts: 24 },
    ],
  },
  {
    name: '木作小店',
    label: 'wood',
    accessToken: 'kz-demo-token-wood-4e80a6d31f7b4c59',
    siteId: 6400556677,
    domain: 'muzuo.example.com',
    goods: WOOD,
    private: {
      address: '浙江 杭州市',
      announcement: '定制周期约十五天',
      tel: '19900000002',
      tel_vcode: '000924',
      boss: '掌柜乙',
      gross_earnings: 730_118,
      paid_orders_count: 1_906,
      sales_volume: 3_342,
    },
    columns: [{ id: 802201, title: '木作日记', subjects: ['选材', '榫卯', '上油', '工坊日常'], posts: 33 }],
  },
];

/** Two believable shops, the same at every start: 180 + 120 commodities, forums, articles, one official account. */
export function seedDemo(state: KuaizhanState): DemoSeed {
  const communityUsers: { forumId: string; userId: string }[] = [];
  const shops = SHOPS.map((demo, index) => {
    const shop = addShop(state, demo, index);
    for (const name of ['清风', '木木', '阿茶']) {
      const userId = state.nextId(START);
      state.clubUsers.set(userId, { id: userId, siteId: demo.siteId, name });
      communityUsers.push({ forumId: shop.forumId, userId });
    }
    for (const column of demo.columns) addPosts(state, demo, column);
    return shop;
  });
  return {
    shops,
    columns: SHOPS.flatMap(({ siteId, columns }) =>
      columns.map(({ id, posts }) => ({ siteId: String(siteId), columnId: String(id), postCount: posts })),
    ),
    communityUsers,
    officialAccount: bindAccount(state, 4300112233),
  };
}

function addShop(state: KuaizhanState, demo: DemoShop, index: number): SeedShop {
  const { siteId, name, accessToken } = demo;
  state.addSite({
    siteId,
    userId: 880_001 + index,
    status: 2,
    logoUrl: `img.${demo.domain}/logo.png`,
    name,
    domain: demo.domain,
    privateDomain: index === 0 ? `www.${demo.domain}` : '',
  });
  state.addToken(accessToken, demo.label, [siteId]);
  const verification = state.nextId(START);
  const shop = state.addShop({
    siteId,
    title: name,
    createdAt: START + 262,
    updatedAt: START + 86_400_808,
    row: { ...demo.private, verification_id: verification, avatar: `https://img.${demo.domain}/avatar.png` },
  });
  stock(state, shop, demo.goods, START + 3_600_000);
  const forumId = state.nextId(START);
  state.forums.set(forumId, { id: forumId, siteId, title: `${name}茶话会` });
  return { name, accessToken, siteId: String(siteId), shopId: shop.id, forumId };
}

function addPosts(state: KuaizhanState, demo: DemoShop, plan: DemoShop['columns'][number]): void {
  const column = state.addColumn(plan.id, demo.siteId, plan.title);
  for (let number = 1; number <= plan.posts; number += 1) {
    const subject = plan.subjects[number % plan.subjects.length] ?? plan.title;
    state.addPost({
      id: plan.id * 100 + number,
      column,
      isOnline: number % 9 !== 4,
      title: `${subject} · 第 ${number} 期`,
      desc: `${demo.name}${plan.title}：${subject}`,
      content: `<p>${subject}，第 ${number} 期。</p><p>${demo.name}整理。</p>`,
      picId: String(346_000 + number),
      coverUrl: `img.${demo.domain}/posts/${number}.jpg`,
      weight: 100 + (number % 5),
      commentOn: number % 2,
      setTime: number % 9 === 4 ? '2027-01-01 09:00:00' : '',
    });
  }
}

function bindAccount(state: KuaizhanState, siteId: number): DemoSeed['officialAccount'] {
  const followerOpenId = 'oDemo-follower-2f61b0c97a';
  state.accounts.set(siteId, {
    siteId,
    verifyType: 0,
    serviceType: 2,
    appId: 'wxdemo5d27c4a91e60',
    appSecret: APP_SECRET,
    nickName: '山野茶铺',
    headImg: 'https://img.shanye.example.com/wx-head.png',
    qrcodeUrl: 'https://img.shanye.example.com/wx-qrcode.png',
    guideFollowPostUrl: 'https://shanye.example.com/follow',
    followers: new Set([followerOpenId]),
  });
  return { siteId: String(siteId), followerOpenId, strangerOpenId: 'oDemo-stranger-8c03d1e54b', appSecret: APP_SECRET };
}
