/** First number and step of each kind of id, in the ranges of the platform's samples. */
const SERIES = {
  order: [6_925_331_200_448_573_185n, 65_537n],
  afterSale: [7_029_114_870_092_960_261n, 131_073n],
  product: [3_601_447_200_887_622_443n, 4_099n],
  warehouse: [6_901_386_941_874_864_193n, 8_193n],
  pack: [7_301_000_000_000_000_129n, 37n],
  material: [7_000_611_886_243_811_631n, 1_027n],
  // Sixteen digits: the platform's sku and spec ids stay below 2^53 (specification f.3).
  sku: [1_751_200_000_000_003n, 16n],
  spec: [1_751_300_000_000_003n, 8n],
  address: [96_101n, 1n],
  coupon: [7_301_111_111_111_111_297n, 129n],
  message: [683_737_440_000_912_801n, 1n],
} as const;

/** What an id is for. */
export type IdKind = keyof typeof SERIES;

/** Ids from 64-bit counters. None is a multiple of 512, so that rounding to a double always shows. */
export class Ids {
  private readonly made = new Map<IdKind, bigint>();

  next(kind: IdKind): string {
    const [first, step] = SERIES[kind];
    let id = (this.made.get(kind) ?? first - step) + step;
    if (id % 512n === 0n) id += step;
    this.made.set(kind, id);
    return String(id);
  }
}
