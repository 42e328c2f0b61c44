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
  readonly edges: { cursor: string; node: T }[];
  readonly nodes: T[];
  readonly pageInfo: PageInfo | PendingPageInfo;
}

/** Page information whose `hasNextPage` may cost a call of its own, made only when the field is selected. */
export interface PendingPageInfo extends Omit<PageInfo, 'hasNextPage'> {
  readonly hasNextPage: boolean | (() => Promise<boolean>);
}

/** Joins rows, each with its cursor, into a page. */
export function toPage<T>(
  rows: readonly { cursor: string; node: T }[],
  more: { hasNextPage: boolean | (() => Promise<boolean>); hasPreviousPage: boolean },
): Page<T> {
  return {
    edges: [...rows],
    nodes: rows.map((row) => row.node),
    pageInfo: {
      hasNextPage: more.hasNextPage,
      hasPreviousPage: more.hasPreviousPage,
      startCursor: rows[0]?.cursor ?? null,
      endCursor: rows.at(-1)?.cursor ?? null,
    },
  };
}
