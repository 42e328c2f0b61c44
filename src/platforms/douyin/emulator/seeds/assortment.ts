/** A kind of goods: category, words of its titles, and its specifications. */
export interface Kind {
  readonly category: string;
  /** `title` with the name of a series put in front. */
  readonly title: string;
  readonly code: string;
  readonly specs: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** Fen. */
  readonly price: number;
  readonly material: readonly [name: string, value: number];
}

/** What a shop sells: every kind in every series, until there are enough products. */
export interface Assortment {
  readonly series: readonly string[];
  readonly kinds: readonly Kind[];
  readonly products: number;
}

const COLOURS = { name: '颜色', values: ['米白', '藏青', '雾灰'] };

/** Clothes: 120 products. */
export const CLOTHES: Assortment = {
  products: 120,
  series: [
    '云栖',
    '素简',
    '山行',
    '远山',
    '晨雾',
    '青川',
    '拾光',
    '知夏',
    '暮色',
    '南风',
    '北岸',
    '听雨',
    '归野',
    '松间',
    '白露',
    '立冬',
    '春分',
    '半夏',
    '微澜',
    '长亭',
    '渡口',
    '竹影',
    '月白',
    '霜降',
  ],
  kinds: [
    {
      category: '20283',
      title: '重磅纯棉圆领短袖T恤',
      code: 'TEE',
      specs: [COLOURS, { name: '尺码', values: ['M', 'L', 'XL'] }],
      price: 7900,
      material: ['棉', 1234],
    },
    {
      category: '20284',
      title: '基础款长袖打底T恤',
      code: 'LST',
      specs: [COLOURS, { name: '尺码', values: ['M', 'L'] }],
      price: 9900,
      material: ['棉', 1234],
    },
    {
      category: '20291',
      title: '防风立领户外夹克外套',
      code: 'JKT',
      specs: [
        { name: '颜色', values: ['军绿', '黑'] },
        { name: '尺码', values: ['M', 'L', 'XL'] },
      ],
      price: 25900,
      material: ['其他', 1299],
    },
    {
      category: '20301',
      title: '水洗棉软顶棒球帽',
      code: 'CAP',
      specs: [{ name: '颜色', values: ['黑', '卡其', '藏青'] }],
      price: 4590,
      material: ['棉', 1234],
    },
    {
      category: '20302',
      title: '双面羊毛格纹围巾',
      code: 'SCF',
      specs: [{ name: '颜色', values: ['焦糖', '雾蓝'] }],
      price: 16800,
      material: ['羊毛', 1235],
    },
  ],
};

/** Tea, nuts and tableware: 80 products. */
export const TEA: Assortment = {
  products: 80,
  series: [
    '山见',
    '清明',
    '谷雨',
    '云雾',
    '老枞',
    '溪谷',
    '古道',
    '雪芽',
    '梅坞',
    '松烟',
    '竹溪',
    '岩骨',
    '兰亭',
    '石上',
    '半山',
    '初焙',
  ],
  kinds: [
    {
      category: '20111',
      title: '明前手采绿茶罐装',
      code: 'GRT',
      specs: [{ name: '净含量', values: ['50克', '100克', '250克'] }],
      price: 8800,
      material: ['其他', 1299],
    },
    {
      category: '20112',
      title: '传统工艺红茶礼盒',
      code: 'BLT',
      specs: [{ name: '规格', values: ['单罐', '双罐礼盒'] }],
      price: 12800,
      material: ['其他', 1299],
    },
    {
      category: '20121',
      title: '原味薄皮核桃家庭装',
      code: 'WLN',
      specs: [{ name: '净含量', values: ['500克', '1000克'] }],
      price: 3980,
      material: ['其他', 1299],
    },
    {
      category: '20211',
      title: '手绘釉下彩陶瓷碗碟',
      code: 'BWL',
      specs: [{ name: '款式', values: ['四寸', '六寸', '八寸'] }],
      price: 2650,
      material: ['陶瓷', 1236],
    },
    {
      category: '20212',
      title: '粗陶主人杯茶杯单只',
      code: 'CUP',
      specs: [{ name: '釉色', values: ['天青', '月白', '墨'] }],
      price: 5900,
      material: ['陶瓷', 1236],
    },
  ],
};

/** The few things of a test shop. */
export const TEST_GOODS: Assortment = { products: 10, series: ['测试甲', '测试乙'], kinds: CLOTHES.kinds };
