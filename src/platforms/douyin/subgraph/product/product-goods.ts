import type { InputCheck } from '../../../../subgraph/input-check.js';
import type { Goods } from '../../upstream/endpoints/product-write.js';
import type { ProductSkuInput } from './product-content.input.js';

/** Signs by which the platform separates options and values in a text. */
const SEPARATORS = /[|,^]/;

/**
 * Options and combinations of the SKUs, in the order in which they are first named. Every combination must be there, and once: the platform
 * counts them.
 */
export function goodsOf(skus: readonly ProductSkuInput[], path: readonly string[], check: InputCheck): Goods {
  const names = skus[0]?.selectedOptions.map(({ name }) => name) ?? [];
  if (new Set(names).size < names.length)
    check.refuse([...path, '0', 'selectedOptions'], 'An option is named once.', 'distinct options');
  const options = names.map((name) => ({ name, values: new Set<string>() }));
  const rows = new Map<string, Goods['rows'][number]>();
  for (const [index, sku] of skus.entries()) {
    const at = [...path, String(index)];
    const values = valuesOf(sku, names, [...at, 'selectedOptions'], check);
    const priceFen = check.fen(sku.price, [...at, 'price']);
    if (values === null) continue;
    const key = JSON.stringify(values);
    if (rows.has(key)) check.refuse([...at, 'selectedOptions'], 'A combination is given once.', 'no doubles');
    for (const [place, value] of values.entries()) options[place]?.values.add(value);
    rows.set(key, { values, stock: sku.stock, priceFen, code: sku.merchantCode ?? null });
  }
  const listed = options.map(({ name, values }) => ({ name, values: [...values] }));
  const count = listed.reduce((product, { values }) => product * values.length, 1);
  if (count > rows.size) {
    const constraint = 'every combination of the options';
    check.refuse(path, `${count - rows.size} combinations of the options are missing.`, constraint);
    return { options: listed, rows: [...rows.values()] };
  }
  const ordered = combinationsOf(listed).map((values) => rows.get(JSON.stringify(values)));
  return { options: listed, rows: ordered.filter((row) => row !== undefined) };
}

/** The values of a SKU in the order of the options; null where its options are others. */
function valuesOf(
  { selectedOptions }: ProductSkuInput,
  names: readonly string[],
  path: readonly string[],
  check: InputCheck,
): string[] | null {
  for (const [index, option] of selectedOptions.entries())
    for (const field of ['name', 'value'] as const)
      if (SEPARATORS.test(option[field]) || option[field].trim() === '')
        check.refuse([...path, String(index), field], 'Options and values are without | , ^.', 'without | , ^');
  const values = names.map((name) => selectedOptions.find((option) => option.name === name)?.value);
  if (selectedOptions.length === names.length && values.every((value) => value !== undefined)) return values;
  check.refuse(path, 'All SKUs have the same options.', 'the options of the first SKU');
  return null;
}

/** All combinations, the values of the last option changing fastest. */
const combinationsOf = (options: Goods['options']): string[][] =>
  options.reduce<string[][]>(
    (found, { values }) => found.flatMap((start) => values.map((value) => [...start, value])),
    [[]],
  );
