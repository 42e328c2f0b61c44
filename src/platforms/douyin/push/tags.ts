import type { ChangeKind } from '../../../push/change.js';

/** What a tag of the platform's page (e.2) says. */
export interface TagFacts {
  readonly kind: ChangeKind;
  /** Type of the graph, and the field with its id; null for what the graph has no object of. */
  readonly subject: { readonly type: string; readonly field: string } | null;
  /** Fields with the time of it, best first. */
  readonly times: readonly string[];
  /** Whether it tells of money: the object is read anew before it is believed. */
  readonly isMoney: boolean;
}

/** Asks whether anybody is there. */
export const PROBE_TAG = '0';

const order = (times: readonly string[], isMoney = false): TagFacts => ({
  kind: 'ORDER',
  subject: { type: 'Order', field: 'p_id' },
  times,
  isMoney,
});
const afterSale = (...times: string[]): TagFacts => ({
  kind: 'AFTER_SALE',
  subject: { type: 'AfterSale', field: 'aftersale_id' },
  times: ['update_time', ...times],
  isMoney: true,
});
const product = (...times: string[]): TagFacts => ({
  kind: 'PRODUCT',
  subject: { type: 'Product', field: 'product_id' },
  times,
  isMoney: false,
});
/** Known, but of no kind the graph names. */
const other = (...times: string[]): TagFacts => ({ kind: 'UNRECOGNIZED', subject: null, times, isMoney: false });

const TAGS: ReadonlyMap<string, TagFacts> = new Map([
  ['100', order(['create_time'])],
  ['101', order(['pay_time'], true)],
  ['102', order(['update_time'])],
  ['103', order(['complete_time'])],
  ['104', order(['update_time'])],
  ['105', order(['update_time'])],
  ['106', order(['cancel_time'])],
  ['108', order(['update_time'])],
  ['109', order(['modify_time'], true)],
  ['110', order([])],
  ['111', order(['apply_time'])],
  ['112', order([])],
  ['113', order(['update_time'])],
  ['126', order([])],
  ['137', other('update_time', 'create_time')],
  ['138', other('update_time', 'create_time')],
  ['200', afterSale('apply_time')],
  ['201', afterSale('agree_time')],
  ['202', afterSale('agree_time', 'refuse_time')],
  ['203', afterSale('return_time', 'refuse_time')],
  ['204', afterSale('refuse_time')],
  ['205', afterSale('refuse_time')],
  ['206', afterSale('success_time')],
  ['207', afterSale('close_time')],
  ['208', afterSale('modify_time')],
  ['209', afterSale()],
  ['211', afterSale('apply_time')],
  ['212', afterSale()],
  ['213', afterSale()],
  ['214', afterSale()],
  ['215', afterSale()],
  ['216', afterSale()],
  ['217', afterSale()],
  ['218', afterSale()],
  ['224', afterSale('apply_time')],
  ['225', afterSale('success_time')],
  ['226', afterSale()],
  ['227', afterSale()],
  ['400', product('update_time')],
  ['417', product()],
  ['500', other()],
  ['501', other()],
  ['504', other()],
  ['505', other()],
]);

/** What is known of a tag; null for one that is not on the page. */
export const factsOfTag = (tag: string): TagFacts | null => TAGS.get(tag) ?? null;
