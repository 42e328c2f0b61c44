/** A node of the category tree; only leaves are valid for products. */
export interface CategoryNode {
  readonly id: string;
  readonly name: string;
  readonly level: number;
  readonly parentId: string;
  readonly isLeaf: boolean;
  readonly enabled: boolean;
}

/** `[id, name, level, parent]`; what is nobody's parent is a leaf. */
const TREE: readonly (readonly [string, string, number, string])[] = [
  ['20005', '服饰内衣', 1, '0'],
  ['20009', 'T恤', 2, '20005'],
  ['20283', '短袖T恤', 3, '20009'],
  ['20284', '长袖T恤', 3, '20009'],
  ['20010', '外套', 2, '20005'],
  ['20291', '夹克', 3, '20010'],
  ['20011', '配饰', 2, '20005'],
  ['20301', '帽子', 3, '20011'],
  ['20302', '围巾', 3, '20011'],
  ['20100', '食品饮料', 1, '0'],
  ['20110', '茶', 2, '20100'],
  ['20111', '绿茶', 3, '20110'],
  ['20112', '红茶', 3, '20110'],
  ['20120', '坚果炒货', 2, '20100'],
  ['20121', '核桃', 3, '20120'],
  ['20200', '家居日用', 1, '0'],
  ['20210', '餐具', 2, '20200'],
  ['20211', '碗碟', 3, '20210'],
  ['20212', '杯具', 3, '20210'],
  ['20220', '家纺', 2, '20200'],
  ['20221', '毛巾', 3, '20220'],
  ['29000', '已停用类目', 1, '0'],
];

const PARENTS = new Set(TREE.map(([, , , parent]) => parent));

/** The category tree, the same for all shops. */
export const CATEGORIES: ReadonlyMap<string, CategoryNode> = new Map(
  TREE.map(([id, name, level, parentId]) => [
    id,
    { id, name, level, parentId, isLeaf: !PARENTS.has(id), enabled: id !== '29000' },
  ]),
);

/** A leaf with its ancestors, top first; empty for an unknown id. */
export function categoryChain(leafId: string): readonly CategoryNode[] {
  const chain: CategoryNode[] = [];
  for (let node = CATEGORIES.get(leafId); node !== undefined; node = CATEGORIES.get(node.parentId)) chain.unshift(node);
  return chain;
}

/** Attributes that products of every category may state; `required` ones must be there (specification g.4). */
export const PROPERTIES = [
  {
    id: 1687,
    name: '材质',
    required: true,
    options: [
      ['棉', 1234],
      ['羊毛', 1235],
      ['陶瓷', 1236],
      ['其他', 1299],
    ],
  },
  {
    id: 501,
    name: '产地',
    required: false,
    options: [
      ['浙江', 2101],
      ['福建', 2102],
      ['江苏', 2103],
    ],
  },
] as const;
