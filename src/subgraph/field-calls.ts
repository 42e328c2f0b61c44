import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** An `@upstream` of a field. */
export interface UpstreamCall {
  /** Platform, method and path. */
  readonly name: string;
  /** Most ids or rows of one call. */
  readonly batch: number;
  readonly isEmbedded: boolean;
}

/** The field that a node selects; undefined for a meta field. */
export const fieldOf = (type: GraphQLNamedType, node: FieldNode): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;

/** Read once for each field: every operation is estimated by them. */
const KNOWN = new WeakMap<GraphQLField<unknown, unknown>, readonly UpstreamCall[]>();

/** The calls that the schema names behind a field. */
export function callsOf(field: GraphQLField<unknown, unknown>): readonly UpstreamCall[] {
  const known = KNOWN.get(field);
  if (known !== undefined) return known;
  const calls = readCalls(field);
  KNOWN.set(field, calls);
  return calls;
}

function readCalls(field: GraphQLField<unknown, unknown>): UpstreamCall[] {
  const directives = field.astNode?.directives?.filter((node) => node.name.value === 'upstream') ?? [];
  return directives.map((directive) => {
    const values = new Map(directive.arguments?.map((argument) => [argument.name.value, argument.value]));
    const [name, batch, embedded] = [values.get('call'), values.get('batch'), values.get('embedded')];
    return {
      name: name?.kind === Kind.STRING ? name.value : '',
      batch: batch?.kind === Kind.INT ? Number(batch.value) : 1,
      isEmbedded: embedded?.kind === Kind.BOOLEAN && embedded.value,
    };
  });
}

/** Whether a field that stands before this one in the same selection makes the same call. */
export function isBefore(node: FieldNode, call: UpstreamCall, set: SelectionSetNode, type: GraphQLNamedType): boolean {
  for (const other of set.selections) {
    if (other === node) return false;
    const field = other.kind === Kind.FIELD ? fieldOf(type, other) : undefined;
    if (field !== undefined && callsOf(field).some(({ name, isEmbedded }) => !isEmbedded && name === call.name))
      return true;
  }
  return false;
}

/** Whether a field of the same selection makes the call that another one is embedded in. */
export const isBeside = (call: UpstreamCall, set: SelectionSetNode, type: GraphQLNamedType): boolean =>
  set.selections.some((node) => {
    const field = node.kind === Kind.FIELD ? fieldOf(type, node) : undefined;
    return field !== undefined && callsOf(field).some((other) => !other.isEmbedded && other.name === call.name);
  });
