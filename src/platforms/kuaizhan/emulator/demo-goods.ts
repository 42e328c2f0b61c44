import { type Shop, TYPE } from './records.js';
import type { Specs } from './specs.js';
import type { CommodityDraft, KuaizhanState } from './state.js';
import type { Pair } from './unit-name.encoding.js';

/** What a demo shop sells: every name in every form makes one commodity. */
export interface Assortment {
  readonly picture: string;
  readonly globalCategory: string;
  readonly categories: readonly { readonly title: string; readonly desc: string | null }[];
  /** Name, index of its category, base price in fen. */
  readonly names: readonly (readonly [name: string, category: number, fen: number])[];
  readonly forms: readonly { readonly label: string; readonly share: number }[];
  readonly keywords: readonly string[];
  readonly options: readonly (readonly [option: string, values: readonly string[]])[];
}

export const TEA: Assortment = {
  picture: 'https://img.shanye.example.com/tea',
  globalCategory: '食品/茶饮',
  categories: [
    { title: '岩茶', desc: '武夷山岩骨花香' },
    { title: '红茶', desc: '暖胃甜香' },
    { title: '绿茶', desc: '明前春茶' },
    { title: '白茶', desc: '一年茶，三年药，七年宝' },
    { title: '乌龙', desc: null },
    { title: '普洱', desc: '古树生普与熟普' },
    { title: '花茶', desc: '窨制花茶与花草' },
    { title: '茶具', desc: '手作茶器' },
  ],
  names: [
    ['大红袍', 0, 12_800],
    ['肉桂', 0, 16_880],
    ['水仙', 0, 9_900],
    ['正山小种', 1, 8_850],
    ['金骏眉', 1, 23_999],
    ['祁门红茶', 1, 7_660],
    ['西湖龙井', 2, 19_990],
    ['碧螺春', 2, 14_505],
    ['黄山毛峰', 2, 9_595],
    ['白毫银针', 3, 26_800],
    ['白牡丹', 3, 10_801],
    ['老寿眉', 3, 6_808],
    ['铁观音', 4, 8_808],
    ['凤凰单丛', 4, 13_313],
    ['冻顶乌龙', 4, 11_902],
    ['古树生普', 5, 15_815],
    ['陈年熟普', 5, 12_603],
    ['茉莉龙珠', 6, 5_990],
    ['桂花乌龙', 6, 4_905],
    ['紫砂小壶', 7, 32_000],
  ],
  forms: [
    { label: '试饮装 25g', share: 0.2 },
    { label: '罐装 50g', share: 0.42 },
    { label: '罐装 100g', share: 0.8 },
    { label: '袋装 125g', share: 0.95 },
    { label: '礼盒 200g', share: 1.75 },
    { label: '家庭装 250g', share: 1.8 },
    { label: '双罐礼盒 300g', share: 2.4 },
    { label: '珍藏木盒 400g', share: 3.3 },
    { label: '整提 500g', share: 3.6 },
  ],
  keywords: ['山野', '春茶', '送礼', '口粮茶', '手工', '高山'],
  options: [
    ['净含量', ['50g', '100g', '250g']],
    ['包装', ['简装', '礼盒']],
  ],
};

export const WOOD: Assortment = {
  picture: 'https://img.muzuo.example.com/home',
  globalCategory: '家居/日用品',
  categories: [
    { title: '餐厨', desc: '碗、盘、砧板' },
    { title: '收纳', desc: '让桌面安静下来' },
    { title: '灯具', desc: '一盏木头的光' },
    { title: '坐具', desc: null },
    { title: '布艺', desc: '棉麻与手织' },
    { title: '文具', desc: '写字台上的小物' },
  ],
  names: [
    ['木碗', 0, 5_800],
    ['砧板', 0, 8_890],
    ['木勺', 0, 1_905],
    ['托盘', 0, 6_600],
    ['餐垫', 4, 2_999],
    ['面包盒', 1, 15_900],
    ['首饰盒', 1, 12_801],
    ['挂衣架', 1, 9_903],
    ['抽纸盒', 1, 4_550],
    ['台灯', 2, 23_800],
    ['夜灯', 2, 7_707],
    ['烛台', 2, 3_888],
    ['矮凳', 3, 16_600],
    ['换鞋凳', 3, 29_900],
    ['折叠椅', 3, 33_333],
    ['抱枕', 4, 6_901],
    ['桌旗', 4, 8_005],
    ['笔筒', 5, 3_505],
    ['书立', 5, 5_206],
    ['桌面书架', 5, 13_904],
  ],
  forms: [
    { label: '榉木款', share: 1 },
    { label: '胡桃木款', share: 1.6 },
    { label: '樱桃木款', share: 1.4 },
    { label: '橡木款', share: 1.15 },
    { label: '竹制款', share: 0.7 },
    { label: '老榆木款', share: 1.3 },
  ],
  keywords: ['原木', '手作', '日式', '小户型', '乔迁', '北欧'],
  options: [
    ['颜色', ['原色', '胡桃色', '墨绿']],
    ['尺码', ['S', 'M', 'L', 'XL']],
  ],
};

const HOUR_MS = 60 * 60 * 1000;

/** Fills a shop. All of it follows from the assortment and `from` (epoch milliseconds), so ids and prices never change. */
export function stock(state: KuaizhanState, shop: Shop, goods: Assortment, from: number): void {
  const categories = goods.categories.map(({ title, desc }, index) =>
    state.addCategory({ shopId: shop.id, title, desc, createdAt: from + index * 61_000 + 222 }),
  );
  goods.names.forEach(([name, category, fen], row) => {
    goods.forms.forEach(({ label, share }, column) => {
      // Walking the forms first would put all of one name together; a list shall look mixed.
      const index = column * goods.names.length + row;
      const price = Math.round(fen * share) / 100;
      const home = categories[category];
      const draft = {
        shopId: shop.id,
        title: `${name} ${label}`,
        desc: `${name}，${label}。产地直发，七天无理由退换。`,
        keywords: [
          name,
          goods.keywords[index % goods.keywords.length],
          goods.keywords[(index + 2) % goods.keywords.length],
        ].join(','),
        globalCategory: goods.globalCategory,
        categoryIds:
          home === undefined || index % 11 === 0 ? [] : index % 7 === 0 ? both(home.id, categories[0]?.id) : [home.id],
        imageUrls: Array.from({ length: 1 + (index % 3) }, (_, at) => `${goods.picture}/${index + 1}-${at + 1}.jpg`),
        price,
        originalPrice: index % 3 === 0 ? Math.round(fen * share * 1.25) / 100 : null,
        amount: 20 + ((index * 37) % 480),
        freight: index % 4 === 0 ? 0 : 8,
        isOnline: index % 13 !== 5,
        isPassed: index % 17 !== 9,
        salesVolume: (index * 53) % 900,
        // Every tenth time has no fraction of a second at all, as the platform may well write it.
        createdAt: from + (index + 2) * 5 * HOUR_MS + (index % 10 === 0 ? 0 : 117 + index),
      };
      state.addCommodity({ ...draft, ...kindOf(index, price, goods, state) });
    });
  });
}

const both = (first: string, second: string | undefined): string[] =>
  second === undefined || second === first ? [first] : [first, second];

/** Of ten commodities five are plain, three have options, one is a group buy, one a coupon. */
function kindOf(index: number, price: number, goods: Assortment, state: KuaizhanState): Partial<CommodityDraft> {
  switch (index % 10) {
    case 3:
      return {
        type: TYPE.coupon,
        coupon: { startDate: '2025-01-01', endDate: '2027-12-31', autoRefund: index % 20 === 3 },
      };
    case 4:
    case 6:
      return { specs: specsOf(goods.options.slice(0, 1), price), usesBuyerSettings: index % 20 === 6 };
    case 7:
      return { specs: specsOf(goods.options, price) };
    case 8:
      return {
        type: TYPE.groupBuy,
        group: {
          price: Math.round(price * 80) / 100,
          members: 2 + (index % 4),
          hours: 24 * (1 + (index % 3)),
          multiJoining: index % 20 === 8,
        },
        points: { enabled: null, only: null, share: null },
        enablePurchaseLimit: null,
        freight: null,
        freightTemplateId: index % 20 === 8 ? state.nextId(1_735_689_600_000) : null,
      };
    default:
      return index % 29 === 1
        ? { points: { enabled: true, only: true, share: 1 } }
        : { unitName: '件', maxCountOfPurchase: 5, enablePurchaseLimit: index % 2 === 0 };
  }
}

/** Every combination of the options; each value after the first of an option costs 12 % more. */
function specsOf(options: Assortment['options'], price: number): Specs {
  let rows: { pairs: readonly Pair[]; steps: number }[] = [{ pairs: [], steps: 0 }];
  for (const [option, values] of options) {
    rows = rows.flatMap(({ pairs, steps }) =>
      values.map((value, step) => ({ pairs: [...pairs, [option, value] as const], steps: steps + step })),
    );
  }
  const units = rows.map(({ pairs, steps }, index) => ({
    pairs,
    price: Math.round(price * (100 + 12 * steps)) / 100,
    amount: 10 + ((index * 7) % 40),
  }));
  return { models: options, units };
}
