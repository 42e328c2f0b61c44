import { setFlagsFromString } from 'node:v8';

/** How much may be promoted to old space between two full collections, in percent of what the last one left. */
const GROWTH_PERCENT = 100;

/**
 * Lets the heap of this process double between full collections. After an idle moment V8 gives memory back and from then on
 * lets the heap grow by 30 % only: a busy server then collects everything several times a second, for a quarter of its CPU
 * (docs/decisions/018). The flag is read at each
 * collection, so it can be set late.
 */
export function letHeapGrow(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
