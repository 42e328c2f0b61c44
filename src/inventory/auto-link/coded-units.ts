import { AppError } from '../../errors/app-error.js';
import type { ShopStock } from '../../subgraph/stock-units.js';
import type { Shop } from '../../tenants/shop.js';
import type { CodedUnit } from '../ports.js';

/** Most codes of one shop: what is kept of a shop until all of it was read is bounded. */
const MAX_CODES = 100_000;

/** The units of a shop by their merchant codes. */
export interface CodedUnits {
  /** Units whose code no other unit of the shop has. */
  readonly units: readonly CodedUnit[];
  /** Global ids of the others. */
  readonly ambiguous: readonly string[];
}

/**
 * Reads all units of a shop. Which codes are found once is known only at the end: of each code one unit is kept, of the others their
 * ids. Units without a code are left out.
 * @throws AppError what a page throws; RESPONSE_TOO_LARGE for more codes than are kept
 */
export async function codedUnits(shop: Shop, stock: ShopStock): Promise<CodedUnits> {
  const first = new Map<string, CodedUnit>();
  const ambiguous = new Set<string>();
  for await (const page of stock.all())
    for (const { unitId, itemId, merchantCode, name } of page) {
      if (merchantCode === null || merchantCode.trim() === '') continue;
      const known = first.get(merchantCode);
      if (known === undefined) {
        if (first.size >= MAX_CODES) throw new AppError('RESPONSE_TOO_LARGE', `A shop has at most ${MAX_CODES} codes.`);
        first.set(merchantCode, { shopKey: shop.key, unitId, itemId, merchantCode, name });
      } else if (known.unitId !== unitId) {
        // A page that moved shows a unit twice.
        ambiguous.add(known.unitId).add(unitId);
      }
    }
  return { units: [...first.values()].filter(({ unitId }) => !ambiguous.has(unitId)), ambiguous: [...ambiguous] };
}
