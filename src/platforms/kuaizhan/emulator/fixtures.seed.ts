import { TYPE } from './records.js';
import type { DemoSeed } from './seed.js';
import type { KuaizhanState } from './state.js';
import { fromNaiveTime } from './times.js';

const SITE = 4208285106;
const INFO_SITE = 3505790044;
const FORUM_SITE = 6321338681;
const SHOP = 'V4800vQ0xafvOtuT';
const CATEGORY = 'V9_byHlQrE__b-jW';
const FORUM = 'VqrZbnzXCx2ycjcq';
const USER = 'Vb9dc3zXC4spppaO';
const COLUMN = 605160;
const TOKEN = 'fixture-token-5f2d9c7be1a04836';
const IMAGE = 'http://pic.kuaizhan.com/g2/M01/3A/1C/wKjmqlYa98CAQ1LaAAd097_PQo46545556';
const GROUP_IMAGE =
  'http://192.168.110.218/g1/M00/01/5B/CgoYr1eW3AuAKEkVAAFMFY4FCmg3876325/imageView/v1/thumbnail/200x200';

/** The platform's own samples as a state (specification 9). One token opens all three sites. */
export function seedFixtures(state: KuaizhanState): DemoSeed {
  for (const siteId of [SITE, INFO_SITE, FORUM_SITE]) {
    state.addSite({
      siteId,
      userId: 500487,
      status: 1,
      logoUrl: 'www.example.com/logo.png',
      name: 'foo',
      domain: siteId === INFO_SITE ? 'www.example.com' : `www${siteId}.example.com`,
      privateDomain: siteId === INFO_SITE ? 'private.example.com' : '',
    });
  }
  state.addToken(TOKEN, 'fixtures', [SITE, INFO_SITE, FORUM_SITE]);
  seedShop(state);
  seedCommodities(state);
  state.forums.set(FORUM, { id: FORUM, siteId: FORUM_SITE, title: 'foo' });
  state.clubUsers.set(USER, { id: USER, siteId: FORUM_SITE, name: 'foo' });
  state.addPost({
    id: 210224,
    column: state.addColumn(COLUMN, INFO_SITE, 'foo'),
    isOnline: true,
    title: 'foo',
    desc: 'kuaizhan',
    content: '',
    picId: '346247',
    coverUrl: 'www.example.com/foo.jpg',
    weight: 120,
    commentOn: 11,
    setTime: '',
  });
  state.accounts.set(SITE, {
    siteId: SITE,
    verifyType: 1,
    serviceType: 2,
    appId: '',
    appSecret: '',
    nickName: '',
    headImg: '',
    qrcodeUrl: '',
    guideFollowPostUrl: '',
    followers: new Set(['fixture-follower']),
  });
  return {
    shops: [{ name: '测测测测', accessToken: TOKEN, siteId: String(SITE), shopId: SHOP, forumId: FORUM }],
    columns: [{ siteId: String(INFO_SITE), columnId: String(COLUMN), postCount: 1 }],
    communityUsers: [{ forumId: FORUM, userId: USER }],
    officialAccount: {
      siteId: String(SITE),
      followerOpenId: 'fixture-follower',
      strangerOpenId: 'fixture-stranger',
      appSecret: '',
    },
  };
}

function seedShop(state: KuaizhanState): void {
  state.addShop({
    id: SHOP,
    siteId: SITE,
    title: '测测测测',
    createdAt: fromNaiveTime('2016-07-20T16:22:42.262000'),
    updatedAt: fromNaiveTime('2016-09-19T17:24:33.808000'),
    row: {
      tel: '15527597196',
      tel_vcode: '006625',
      address: '北京 海淀区',
      announcement: 'xxxxx',
      verification_id: 'V948FPJyvBC4qLyB',
      paid_orders_count: 3,
      sales_volume: 15,
      gross_earnings: 66616,
    },
  });
  const createdAt = fromNaiveTime('2016-09-19T20:36:24.222000');
  state.addCategory({ id: CATEGORY, shopId: SHOP, title: '测试', createdAt });
  state.addCategory({
    id: 'V-PF9fJyvMzivJtX',
    shopId: SHOP,
    title: '测试123244',
    desc: 'test',
    sortVolume: 1474545141418,
    createdAt: fromNaiveTime('2016-09-22T19:52:21.417000'),
    updatedAt: fromNaiveTime('2016-09-22T20:02:05.161000'),
  });
}

function seedCommodities(state: KuaizhanState): void {
  state.addCommodity({
    id: 'V9fNoHlQrBjQQaDk',
    shopId: SHOP,
    type: TYPE.groupBuy,
    title: '拼团测试(无规格)',
    globalCategory: '营养/保健',
    imageUrls: [GROUP_IMAGE],
    price: 555,
    originalPrice: 4444,
    amount: 1231,
    group: { price: 333, members: 54, hours: 72, multiJoining: true },
    freightTemplateId: 'V-OTJHlQrCIrrDZp',
    salesVolume: 2,
    createdAt: fromNaiveTime('2016-09-13T17:57:52.869000'),
    updatedAt: fromNaiveTime('2016-09-22T16:15:47.189000'),
  });
  state.addCommodity({
    id: 'V-O9lfJyvMXx0Ex5',
    shopId: SHOP,
    title: '第三方商品',
    desc: 'ok',
    globalCategory: '日用品',
    categoryIds: [CATEGORY],
    imageUrls: [IMAGE],
    specs: {
      models: [['尺码', ['32', '33', '34']]],
      units: ['32', '33', '34'].map((size) => ({ pairs: [['尺码', size]], price: 34, amount: 999 })),
    },
    originalPrice: 43,
    freight: 12,
    usesBuyerSettings: true,
    createdAt: fromNaiveTime('2016-09-22T19:16:37.397000'),
  });
}
