import { type GraphQLResolveInfo, Kind } from 'graphql';
import { ArgsType, Field, Int } from 'type-graphql';
import { AppError } from '../errors/app-error.js';
import type { PageInfo } from './vocabulary/page-info.type.js';

/** Largest page. */
export const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

/** Paging arguments of a list that goes forwards only. */
@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE, description: 'Page size, forwards. At most 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Continue after this cursor.' })
  after?: string | null;
}

/** Paging arguments of a list that goes both ways. */
@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, description: 'Page size, backwards. At most 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Continue before this cursor.' })
  before?: string | null;
}

/** A page as it was asked for. */
export interface PageRequest {
  readonly size: number;
  readonly direction: 'forwards' | 'backwards';
  /** The cursor to start from; null: from the end of the list that the direction starts at. */
  readonly cursor: string | null;
}

/**
 * Checks paging arguments (conventions C3 and section 0, item 8: `last` with `first` at its default counts as `last`).
 * @throws AppError INVALID_INPUT with the argument's path
 */
export function pageRequest(args: PageArgs, info: GraphQLResolveInfo): PageRequest {
  const backwards = args.last !== undefined && args.last !== null;
  if (backwards && isGiven(info, 'first')) throw refusal('last', 'Give `first` or `last`, not both.', 'first or last');
  if (backwards && args.after) throw refusal('after', '`after` goes with `first`.', 'with first');
  if (!backwards && args.before) throw refusal('before', '`before` goes with `last`.', 'with last');
  const size = (backwards ? args.last : args.first) ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE)
    throw refusal(backwards ? 'last' : 'first', `A page has 1 to ${MAX_PAGE} items.`, `1..${MAX_PAGE}`);
  const cursor = (backwards ? args.before : args.after) ?? null;
  return { size, direction: backwards ? 'backwards' : 'forwards', cursor };
}

function refusal(argument: string, message: string, constraint: string): AppError {
  return new AppError('INVALID_INPUT', message, { path: [argument], constraint });
}

/** Whether the caller wrote the argument, rather than its default standing in. */
function isGiven(info: GraphQLResolveInfo, name: string): boolean {
  const argument = info.fieldNodes[0]?.arguments?.find((node) => node.name.value === name);
  if (argument === undefined || argument.value.kind === Kind.NULL) return false;
  return argument.value.kind !== Kind.VARIABLE || info.variableValues[argument.value.name.value] != null;
}

/** A page in the shape of every connection. */
export interface Page<T> {
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly nodes: T[];
  readonly pageInfo: PageInfo | PendingPageInfo;
}

/** What lies beyond a page; whether there is a next one may cost a call of its own, made only when that is selected. */
export interface PageBounds {
  readonly hasNextPage: boolean | (() => Promise<boolean>);
  readonly hasPreviousPage: boolean;
}

/** Page information whose `hasNextPage` may cost a call of its own. */
export interface PendingPageInfo extends PageBounds, Omit<PageInfo, keyof PageBounds> {}

/**
 * Makes a page of rows. Edges, page information and cursors are made when they are read: where only nodes are selected, a
 * page costs nothing else. They stand on the prototype, so a page is added to with `Object.assign` and not spread.
 */
export const toPage = <R, T>(
  rows: readonly R[],
  toNode: (row: R, index: number) => T,
  cursorOf: (row: R, index: number) => string,
  bounds: PageBounds,
): Page<T> => new RowsPage(rows, rows.map(toNode), cursorOf, bounds);

class RowsPage<R, T> implements Page<T> {
  constructor(
    private readonly rows: readonly R[],
    readonly nodes: T[],
    private readonly cursorOf: (row: R, index: number) => string,
    private readonly bounds: PageBounds,
  ) {}

  get edges(): Edge<R, T>[] {
    return this.rows.map((row, index) => new Edge(row, index, this.nodes[index] as T, this.cursorOf));
  }

  get pageInfo(): PendingPageInfo {
    const { edges, bounds } = this;
    return new Ends(edges[0] ?? null, edges.at(-1) ?? null, bounds.hasNextPage, bounds.hasPreviousPage);
  }
}

class Edge<R, T> {
  constructor(
    private readonly row: R,
    private readonly index: number,
    readonly node: T,
    private readonly cursorOf: (row: R, index: number) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.row, this.index);
  }
}

class Ends implements PendingPageInfo {
  constructor(
    private readonly first: { readonly cursor: string } | null,
    private readonly last: { readonly cursor: string } | null,
    readonly hasNextPage: PageBounds['hasNextPage'],
    readonly hasPreviousPage: boolean,
  ) {}

  get startCursor(): string | null {
    return this.first?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.last?.cursor ?? null;
  }
}
