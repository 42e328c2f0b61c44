import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLResolveInfo, graphql } from 'graphql';
import type { AppError } from '../../src/errors/app-error.js';
import { type PageArgs, type PageRequest, pageRequest, toPage } from '../../src/subgraph/page.js';
import { fieldPath, isSelected, isSelectedBeside } from '../../src/subgraph/selection.js';

const SCHEMA = buildSchema(`
  type Query { list(first: Int = 20, after: String, last: Int, before: String): List  lists: [List] }
  type List { id: ID  totalCount: Int  pageInfo: PageInfo  other: List }
  type PageInfo { hasNextPage: Boolean  endCursor: String }
`);

/** What `read` sees of the field `list` in this query. */
async function seen<T>(
  query: string,
  read: (info: GraphQLResolveInfo, args: PageArgs) => T,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const found: T[] = [];
  const list = (args: PageArgs, _context: unknown, info: GraphQLResolveInfo) => {
    found.push(read(info, args));
    return {};
  };
  const { errors } = await graphql({ schema: SCHEMA, source: query, rootValue: { list }, variableValues: variables });
  if (errors?.[0]?.originalError != null) throw errors[0].originalError;
  expect(errors).toBeUndefined();
  return found[0] as T;
}

describe('what is selected', () => {
  const asksNext = (info: GraphQLResolveInfo) => isSelected(info, 'pageInfo', 'hasNextPage');

  it.each([
    ['directly', '{ list { pageInfo { hasNextPage } } }', true],
    ['under an alias', '{ list { page: pageInfo { more: hasNextPage } } }', true],
    ['in an inline fragment', '{ list { ... on List { pageInfo { ... { hasNextPage } } } } }', true],
    ['in a named fragment', '{ list { ...F } } fragment F on List { pageInfo { hasNextPage } }', true],
    ['in a second field of the same name', '{ list { id } list { pageInfo { hasNextPage } } }', true],
    ['not beside it', '{ list { totalCount pageInfo { endCursor } } }', false],
    ['not one level deeper', '{ list { other { pageInfo { hasNextPage } } } }', false],
    ['not when it is skipped', '{ list { id pageInfo { hasNextPage @skip(if: true) endCursor } } }', false],
    [
      'not when its fragment is not included',
      '{ list { id ... @include(if: false) { pageInfo { hasNextPage } } } }',
      false,
    ],
  ])('is found %s', async (_name, query, isThere) => {
    expect(await seen(query, asksNext)).toBe(isThere);
  });

  it('follows variables', async () => {
    const query = 'query ($is: Boolean!) { list { id pageInfo @include(if: $is) { hasNextPage } } }';
    expect(await seen(query, asksNext, { is: true })).toBe(true);
    expect(await seen(query, asksNext, { is: false })).toBe(false);
  });

  it('tells whether more than what is known already is asked', async () => {
    const beside = (info: GraphQLResolveInfo) => isSelectedBeside(info, ['id', '__typename']);
    expect(await seen('{ list { id __typename } }', beside)).toBe(false);
    expect(await seen('{ list { id ...F } } fragment F on List { id totalCount }', beside)).toBe(true);
    expect(await seen('{ list { id totalCount @skip(if: true) } }', beside)).toBe(false);
  });

  it('names a field by the path of its answer', async () => {
    expect(await seen('{ mine: list { id } }', fieldPath)).toBe('mine');
  });
});

describe('paging arguments', () => {
  const page = (args: string, variables?: Record<string, unknown>, head = '') =>
    seen<PageRequest>(`query ${head} { list${args} { id } }`, (info, given) => pageRequest(given, info), variables);
  const refused = async (args: string): Promise<unknown> => {
    try {
      await page(args);
      return null;
    } catch (error) {
      const { code, detail } = error as AppError;
      return [code, detail.path];
    }
  };

  it('are twenty forwards unless told', async () => {
    const forwards = { size: 20, direction: 'forwards', cursor: null };
    expect(await page('')).toEqual(forwards);
    expect(await page('(first: null)')).toEqual(forwards);
    expect(await page('(first: 100, after: "c")')).toEqual({ size: 100, direction: 'forwards', cursor: 'c' });
  });

  it('are backwards when `last` is given and `first` stands at its default', async () => {
    const backwards = { size: 5, direction: 'backwards', cursor: 'c' };
    expect(await page('(last: 5, before: "c")')).toEqual(backwards);
    expect(await page('(last: 5, first: null, before: "c")')).toEqual(backwards);
    expect(await page('(last: 5, first: $n, before: "c")', {}, '($n: Int)')).toEqual(backwards);
  });

  it.each([
    ['(first: 0)', 'first'],
    ['(first: -1)', 'first'],
    ['(first: 101)', 'first'],
    ['(last: 0)', 'last'],
    ['(last: 101)', 'last'],
    ['(first: 20, last: 5)', 'last'],
    ['(last: 5, after: "c")', 'after'],
    ['(before: "c")', 'before'],
  ])('%s are refused with the argument that is wrong', async (args, path) => {
    expect(await refused(args)).toEqual(['INVALID_INPUT', [path]]);
  });
});

describe('a page', () => {
  const bounds = { hasNextPage: true, hasPreviousPage: false };

  it('has its rows as nodes and edges, and the cursors of its ends', () => {
    const upper = (row: string) => row.toUpperCase();
    const page = toPage(['a', 'b', 'c'], upper, (row, index) => `${row}${index}`, bounds);
    expect(page.nodes).toEqual(['A', 'B', 'C']);
    expect(page.edges.map(({ cursor, node }) => [cursor, node])).toEqual([
      ['a0', 'A'],
      ['b1', 'B'],
      ['c2', 'C'],
    ]);
    expect(page.pageInfo).toMatchObject({ ...bounds, startCursor: 'a0', endCursor: 'c2' });
  });

  it('without rows has no cursors', () => {
    const page = toPage<string, string>([], String, String, bounds);
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toMatchObject({ startCursor: null, endCursor: null });
  });

  it('makes no cursor that nobody reads', () => {
    let made = 0;
    const cursorOf = (row: string) => {
      made += 1;
      return row;
    };
    const page = toPage(['a', 'b'], String, cursorOf, bounds);
    for (const { node } of page.edges) expect(node).toHaveLength(1);
    expect([page.nodes.length, page.pageInfo.hasNextPage, made]).toEqual([2, true, 0]);
    expect([page.pageInfo.endCursor, made]).toEqual(['b', 1]);
  });
});
