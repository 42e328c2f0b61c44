import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  GraphQLDirective,
  type GraphQLField,
  GraphQLIncludeDirective,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { decodeGlobalId } from '../tenants/global-id.js';
import { callsOf, fieldOf, isBefore, isBeside } from './field-calls.js';
import type { UpstreamFacts } from './upstream-directive.js';

/** Points of one upstream call, and objects that make one point (reliability R30). */
export const POINTS_PER_CALL = 10;
const OBJECTS_PER_POINT = 10;
/** Length assumed of a list whose size nothing tells. */
const ASSUMED_LENGTH = 5;

const LIST_SIZE = new GraphQLDirective({
  name: 'listSize',
  locations: [],
  args: {
    assumedSize: { type: GraphQLInt },
    slicingArguments: { type: new GraphQLList(GraphQLString) },
    sizedFields: { type: new GraphQLList(GraphQLString) },
    requireOneSlicingArgument: { type: GraphQLBoolean },
  },
});

/** Where a field stands: how many parents it has, over how many shops, and how long its sized lists are. */
interface Place {
  readonly parents: number;
  readonly shops: number;
  readonly sized: { readonly fields: readonly string[]; readonly length: number } | null;
  /** Upstream calls of the fields above: what is embedded in one of them costs nothing. */
  readonly above: ReadonlySet<string>;
}

interface Tally {
  calls: number;
  objects: number;
}

/**
 * What an operation may cost, from its coerced variables, before anything is sent: 10 points for each upstream call after
 * batching, 1 for each 10 objects. An upper bound of a complete answer; what was really called, such as the single reads
 * of ids that a batch did not find, is settled afterwards.
 */
export function estimateCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const root = schema.getRootType(operation.operation);
  if (root == null) return 0;
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const tally = { calls: 0, objects: 1 };
  const walk = new Walk(schema, fragments, variables, tally);
  walk.selection(operation.selectionSet, root, { parents: 1, shops: 1, sized: null, above: new Set() });
  return pointsOf(tally.calls, tally.objects);
}

/** Points of calls made and objects returned; at least 1. */
export const pointsOf = (calls: number, objects: number): number =>
  Math.max(1, calls * POINTS_PER_CALL + Math.ceil(objects / OBJECTS_PER_POINT));

class Walk {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly tally: Tally,
  ) {}

  selection(set: SelectionSetNode, type: GraphQLNamedType, place: Place): void {
    for (const selection of set.selections) {
      if (selection.directives !== undefined && selection.directives.length > 0) {
        if (getDirectiveValues(GraphQLSkipDirective, selection, this.variables)?.['if'] === true) continue;
        if (getDirectiveValues(GraphQLIncludeDirective, selection, this.variables)?.['if'] === false) continue;
      }
      if (selection.kind === Kind.FIELD) this.field(selection, type, set, place);
      else {
        const target = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
        const name = target?.typeCondition?.name.value;
        const inner = name === undefined ? type : (this.schema.getType(name) ?? type);
        if (target !== undefined) this.selection(target.selectionSet, inner, place);
      }
    }
  }

  private field(node: FieldNode, type: GraphQLNamedType, beside: SelectionSetNode, place: Place): void {
    const field = fieldOf(type, node);
    if (field === undefined) return;
    const args = getArgumentValues(field, node, this.variables);
    const { length, sized, shops } = this.extent(field, args, place);
    this.tally.calls += this.calls(node, field, args, type, beside, place);
    const inner = getNamedType(field.type);
    const parents = place.parents * length;
    if (isCompositeType(inner)) this.tally.objects += parents;
    if (node.selectionSet === undefined) return;
    const own = callsOf(field);
    const above = own.length === 0 ? place.above : new Set([...place.above, ...own.map((call) => call.name)]);
    this.selection(node.selectionSet, inner, { parents, shops: Math.max(shops, 1), sized, above });
  }

  /** How many values a field brings for each parent, and over how many shops they spread. */
  private extent(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>, place: Place) {
    const sizes = sizesOf(field);
    const slicing = ((sizes?.['slicingArguments'] as string[] | undefined) ?? [])
      .map((name) => args[name])
      .find((value) => typeof value === 'number') as number | undefined;
    const length = Math.max(0, slicing ?? (sizes?.['assumedSize'] as number | undefined) ?? ASSUMED_LENGTH);
    const fields = sizes?.['sizedFields'] as string[] | undefined;
    if (fields !== undefined) return { length: 1, sized: { fields, length }, shops: place.shops };
    if (!isList(field.type)) return { length: 1, sized: place.sized, shops: place.shops };
    const ids = idsIn(args);
    const own =
      ids !== null ? ids.length : place.sized?.fields.includes(field.name) === true ? place.sized.length : length;
    if (ids !== null)
      return { length: own, sized: null, shops: new Set(ids.map((id) => decodeGlobalId(id)?.shopKey)).size };
    const isShops =
      getNamedType(field.type).name === 'Shop' ||
      (field.name === 'edges' && getNamedType(field.type).name === 'ShopEdge');
    return { length: own, sized: null, shops: isShops ? place.parents * own : place.shops };
  }

  private calls(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    args: Record<string, unknown>,
    type: GraphQLNamedType,
    beside: SelectionSetNode,
    place: Place,
  ): number {
    const ids =
      type === this.schema.getQueryType() && ['node', 'nodes', '_entities'].includes(field.name) ? idsIn(args) : null;
    if (ids !== null) return this.entityCalls(ids);
    const facts = (field.extensions['calls'] ?? {}) as UpstreamFacts;
    if (facts.reference === true)
      return this.asksMoreThanId(node.selectionSet) ? Math.ceil(place.parents / (facts.batch ?? 1)) : 0;
    const shops = Math.min(place.shops, place.parents);
    const each = callsOf(field).flatMap((call) => {
      if (call.isEmbedded) return place.above.has(call.name) || isBeside(call, beside, type) ? [] : [shops];
      if (facts.shared === true && isBefore(node, call, beside, type)) return [0];
      if (facts.perArgument !== undefined)
        return [place.parents * ((args[facts.perArgument] as unknown[] | undefined)?.length ?? 1)];
      if (facts.per === 'shop') return [shops];
      if (facts.per === 'parent') return [place.parents * this.lists(node, field, args, facts, place)];
      return [Math.max(shops, Math.ceil(place.parents / call.batch))];
    });
    if (each.length === 0) return 0;
    // A mutation makes all of its calls; a read makes the one that suits.
    return type === this.schema.getMutationType() ? each.reduce((sum, calls) => sum + calls, 0) : Math.min(...each);
  }

  /** Calls of one parent's page: one for each list, and as many again where a full page does not tell of the next. */
  private lists(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    args: Record<string, unknown>,
    facts: UpstreamFacts,
    place: Place,
  ): number {
    const lists = facts.lists?.(args) ?? 1;
    const size = this.extent(field, args, place).sized?.length ?? 0;
    const asksNext =
      size >= (facts.nextPageCostsAt ?? Number.POSITIVE_INFINITY) && this.asksNextPage(node.selectionSet);
    return asksNext ? 2 * lists : lists;
  }

  private asksNextPage(set: SelectionSetNode | undefined): boolean {
    return (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD)
        return selection.name.value === 'hasNextPage' || this.asksNextPage(selection.selectionSet);
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      return this.asksNextPage(inner?.selectionSet);
    });
  }

  /** Whatever the object turns out to be. */
  private asksMoreThanId(set: SelectionSetNode | undefined): boolean {
    return (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value !== 'id' && selection.name.value !== '__typename';
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      return this.asksMoreThanId(inner?.selectionSet);
    });
  }

  private entityCalls(ids: readonly string[]): number {
    const batches = (this.schema.extensions['entityBatch'] ?? {}) as Readonly<Record<string, number>>;
    const groups = new Map<string, number>();
    for (const id of ids) {
      const decoded = decodeGlobalId(id);
      if (decoded === null) continue;
      const key = `${decoded.type}/${decoded.shopKey}`;
      groups.set(key, (groups.get(key) ?? 0) + 1);
    }
    let calls = 0;
    for (const [key, count] of groups) {
      const batch = batches[key.slice(0, key.indexOf('/'))] ?? 1;
      calls += batch === 0 ? 0 : Math.ceil(count / batch);
    }
    return calls;
  }
}

type Sizes = Readonly<Record<string, unknown>> | null;

/** `@listSize` of each field, read once. */
const SIZES = new WeakMap<GraphQLField<unknown, unknown>, Sizes>();

function sizesOf(field: GraphQLField<unknown, unknown>): Sizes {
  const known = SIZES.get(field);
  if (known !== undefined) return known;
  const sizes = (field.astNode == null ? undefined : getDirectiveValues(LIST_SIZE, field.astNode)) ?? null;
  SIZES.set(field, sizes);
  return sizes;
}

/** The global ids an argument lists: of `node`, `nodes` and `_entities`. */
function idsIn(args: Record<string, unknown>): string[] | null {
  if (typeof args['id'] === 'string') return [args['id']];
  if (Array.isArray(args['ids'])) return args['ids'].filter((id) => typeof id === 'string');
  if (!Array.isArray(args['representations'])) return null;
  return args['representations'].flatMap((one: { id?: unknown }) => (typeof one?.id === 'string' ? [one.id] : []));
}

const isList = (type: GraphQLObjectType | unknown): boolean =>
  isNonNullType(type) ? isListType(type.ofType) : isListType(type);
