import type { Reconcile } from '../../../../subgraph/write.js';
import { getProduct, listProducts, MAX_PRODUCTS } from '../../upstream/endpoints/product-read.js';
import type { ProductDetailRecord } from '../../upstream/endpoints/product-record.js';
import type { ProductContent } from '../../upstream/endpoints/product-write.js';
import { type Intent, type OpenClient, type Siblings, settleByLooking } from '../settling.js';

/** How the writes to a product are settled. */
export interface ProductSettlements {
  readonly productCreate: Reconcile;
  readonly productUpdate: Reconcile;
  readonly productOnlineSet: Reconcile;
  readonly productDelete: Reconcile;
}

interface ProductIntent extends Intent {
  readonly id: string;
}

/** What a creation is found by. */
export interface CreateIntent extends Intent {
  readonly outerId: string | null;
  readonly title: string;
  readonly categoryId: string;
}

/** What an edit is found by. */
export interface UpdateIntent extends ProductIntent {
  readonly content: Pick<ProductContent, 'name' | 'pictures' | 'goods' | 'limitPerBuyer'>;
  /** Nothing else was to be changed that cannot be seen on the product. */
  readonly isAllOfIt: boolean;
}

const ON_SHELF = 0;
const DELETED = 2;
/** How far clocks and the platform's own time may be apart. */
const SLACK_SECONDS = 300;
/** States in which a write may have made a product that the journal cannot name. */
const OPEN: ReadonlySet<string> = new Set(['PENDING', 'SENT', 'UNKNOWN']);

/** Makes them: the product tells. */
export const productSettlements = (open: OpenClient, siblings: Siblings): ProductSettlements => ({
  productCreate: settleCreation(open, siblings),
  productUpdate: settleByLooking<UpdateIntent>(
    open,
    async ({ id, content, isAllOfIt }, client) => {
      const product = isAllOfIt ? await getProduct(client, id, true) : null;
      return product !== null && isAsWritten(content, product);
    },
    () => 'done',
  ),
  productOnlineSet: settleByLooking<ProductIntent & { readonly isOnline: boolean }>(
    open,
    async ({ id, isOnline }, client) => {
      const product = await getProduct(client, id);
      return product !== null && product.statusCode !== DELETED && (product.statusCode === ON_SHELF) === isOnline;
    },
    () => 'done',
  ),
  productDelete: settleByLooking<ProductIntent>(
    open,
    async ({ id }, client) => {
      const product = await getProduct(client, id);
      return product === null || product.statusCode === DELETED;
    },
    ({ id }) => id,
  ),
});

/**
 * The one product that a creation made: of the title, the category and the merchant's own id it was sent with, or without one as it
 * was sent, made around the time it was sent, and not what another write is known to have made. With none or several it stays unknown,
 * and so it does while another creation is open that may have made the same: guessing would double goods, or give one write the product
 * of another.
 */
function settleCreation(open: OpenClient, siblings: Siblings): Reconcile {
  return async (record) => {
    const { title, outerId, categoryId, isSandbox } = JSON.parse(record.intent) as CreateIntent;
    const client = await open(record.shopKey, isSandbox);
    if (client === null || record.sentAt === null) return null;
    const sent = Math.floor(record.sentAt.getTime() / 1000);
    const span = { createdAfter: sent - SLACK_SECONDS, createdBefore: sent + SLACK_SECONDS };
    const { rows, count } = await listProducts(client, { ...span, name: title }, 1, MAX_PRODUCTS);
    if (count >= MAX_PRODUCTS) return null;
    const others = await siblings(record, new Date(record.sentAt.getTime() - SLACK_SECONDS * 1000));
    const mayHaveMade = (text: string): boolean => {
      const other = JSON.parse(text) as CreateIntent;
      const isEqual = other.title.trim() === title.trim() && other.categoryId === categoryId;
      return isEqual && other.isSandbox === isSandbox && (outerId === null || other.outerId === outerId);
    };
    if (others.some(({ state, intent }) => OPEN.has(state) && mayHaveMade(intent))) return null;
    const taken = new Set(others.flatMap(({ state, outcome }) => (state === 'SUCCEEDED' ? idIn(outcome) : [])));
    const matches = rows.filter(
      (row) =>
        row.name.trim() === title.trim() &&
        row.categories.at(-1)?.id === categoryId &&
        row.outerId === outerId &&
        !taken.has(row.id),
    );
    const [only] = matches;
    if (only === undefined || matches.length > 1) return null;
    return { state: 'SUCCEEDED', outcome: JSON.stringify({ id: only.id }) };
  };
}

/** The id of the product in a stored answer. */
function idIn(outcome: string | null): string[] {
  const id: unknown = outcome === null ? null : (JSON.parse(outcome) as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? [id] : [];
}

/** Whether everything that was to be changed is so; stock moves by itself and is not compared. */
function isAsWritten(
  { name, pictures, goods, limitPerBuyer }: UpdateIntent['content'],
  now: ProductDetailRecord,
): boolean {
  const skus = now.skus.map(({ options, priceFen, code }) => [options.map(({ value }) => value), priceFen, code]);
  const wanted = goods?.rows.map(({ values, priceFen, code }) => [values, priceFen, code]);
  return (
    (name === undefined || now.name === name) &&
    (pictures === undefined || same(now.pictures, pictures)) &&
    (limitPerBuyer === undefined || (now.limitPerBuyer ?? 0) === limitPerBuyer) &&
    (wanted === undefined || same(sorted(skus), sorted(wanted)))
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
