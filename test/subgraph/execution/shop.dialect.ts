import type { Dialect } from './selection.writer.js';

/** Ids of the demo that questions name. */
export interface DemoIds {
  readonly shop: string;
  readonly commodity: string;
  readonly category: string;
  readonly site: string;
  readonly nativeCommodity: string;
}

/** Fields of the real graph: with the arguments they need, and some they may have. All others are asked without. */
export function shopDialect(ids: DemoIds): Dialect {
  const id = (text: string): string => JSON.stringify(text);
  const nowhere = 'gid://v1/Commodity/szzzzzzz/none';
  const args: Readonly<Record<string, readonly string[]>> = {
    'Query.shop': [`(by: { id: ${id(ids.shop)} })`, '(by: { id: "nonsense" })', '(by: { key: "szzzzzzz" })'],
    'Query.shops': ['(first: 2)', '(first: $n)', '(first: 500)'],
    'Query.site': [`(by: { shopId: ${id(ids.shop)} })`, `(by: { id: ${id(ids.site)} })`],
    'Query.commodity': [`(id: ${id(ids.commodity)})`, '(id: "nonsense")', `(id: ${id(nowhere)})`],
    'Query.node': [`(id: ${id(ids.commodity)})`, `(id: ${id(ids.category)})`, `(id: ${id(ids.shop)})`],
    'Query.nodes': [
      `(ids: [${[ids.commodity, ids.shop, nowhere, ids.category].map(id).join(', ')}])`,
      `(ids: [${id(ids.site)}, "nonsense"])`,
    ],
    'Shop.commodities': ['(first: 3)', '(first: 1, after: "nonsense")', '(first: $n)', '(last: 2)', '(first: 101)'],
    'Shop.commodity': [`(nativeId: ${id(ids.nativeCommodity)})`, '(nativeId: "no such id")'],
    'CommodityCategory.commodities': ['(first: 2)', '(first: 1, isOnline: false)', '(last: 1)'],
    'Commodity.raw': ['(paths: ["/title", "/none"])', '(paths: $paths)'],
    'Site.raw': ['(paths: ["/name"])'],
  };
  return {
    variables: {
      ...{ n: 'Int! = 2', paths: '[String!] = ["/title"]' },
      ...{ yes: 'Boolean!', yesDefault: 'Boolean = true', yesMustDefault: 'Boolean! = false' },
    },
    args(type, field, variant, use) {
      const known = args[`${type.name}.${field.name}`];
      if (known === undefined) return isAskedPlainly(field) ? '' : null;
      const written = known[variant % known.length] ?? '';
      for (const [, variable = ''] of written.matchAll(/\$(\w+)/g)) use(variable);
      return written;
    },
  };
}

/** Needs no argument, and is no entrance of a router. */
const isAskedPlainly = ({ name, args }: Parameters<Dialect['args']>[1]): boolean =>
  !name.startsWith('_') &&
  args.every(({ type, defaultValue }) => !`${type}`.endsWith('!') || defaultValue !== undefined);
