import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql';
import type { PartOwner } from './part-owner.js';

const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** The head of every subgraph: federation's own directives by link, ours by definition. */
export const SUBGRAPH_HEAD = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@shareable", "@tag", "@cost", "@listSize"])

"Names one of the fields; exactly one must be given."
directive @oneOf on INPUT_OBJECT

"The caller must hold one of these scopes. Enforced in the subgraph itself, whatever the gateway."
directive @scopes(anyOf: [String!]!) on FIELD_DEFINITION

"The upstream call behind a field: PLATFORM METHOD path; most ids or rows one call takes; whether it rides on the parent's call."
directive @upstream(call: String!, batch: Int, embedded: Boolean = false) repeatable on FIELD_DEFINITION
`;

/**
 * Cuts the parts named out of the whole graph: their root fields, their entities, what they add to foreign entities
 * (which become stubs with their key), and every value type that is reached from there.
 */
export function cutSubgraph(whole: DocumentNode, parts: ReadonlySet<string>, owner: PartOwner): DocumentNode {
  const own = (type: string, field: string): boolean => {
    const part = owner.ofField(type, field);
    return part === undefined || parts.has(part);
  };
  const definitions = new Map<string, DefinitionNode>();
  for (const definition of whole.definitions) {
    const cut = definition.kind === Kind.OBJECT_TYPE_DEFINITION ? cutObject(definition, parts, owner, own) : definition;
    if (cut !== null && 'name' in cut && cut.name !== undefined) definitions.set(cut.name.value, cut);
  }
  implement(namedInterfaces(definitions, reachable(definitions, parts, owner)), whole, definitions, parts, owner);
  const kept = reachable(definitions, parts, owner);
  return {
    kind: Kind.DOCUMENT,
    // By name: the order of modules, which decides otherwise, means nothing to a reader.
    definitions: [...definitions.keys()]
      .filter((name) => kept.has(name))
      .sort()
      .flatMap((name) => definitions.get(name) ?? []),
  };
}

function cutObject(
  type: ObjectTypeDefinitionNode,
  parts: ReadonlySet<string>,
  owner: PartOwner,
  own: (type: string, field: string) => boolean,
): ObjectTypeDefinitionNode | null {
  const name = type.name.value;
  if (ROOTS.includes(name)) {
    const fields = (type.fields ?? []).filter((field) => own(name, field.name.value));
    return fields.length === 0 ? null : { ...type, fields };
  }
  const home = owner.ofEntity(name);
  if (home === undefined) return type;
  if (parts.has(home)) return { ...type, fields: (type.fields ?? []).filter((field) => own(name, field.name.value)) };
  const added = (type.fields ?? []).filter((field) => field.name.value !== 'id' && own(name, field.name.value));
  const id = (type.fields ?? []).filter((field) => field.name.value === 'id');
  const key = parse(`type T @key(fields: "id"${added.length === 0 ? ', resolvable: false' : ''}) { id: ID }`)
    .definitions[0];
  const interfaces = (type.interfaces ?? []).filter((candidate) => candidate.name.value === 'Node');
  return {
    ...type,
    fields: [...id, ...added],
    interfaces,
    directives: (key as ObjectTypeDefinitionNode).directives ?? [],
  };
}

/** Interfaces that fields of this part answer with: whatever implements them may be behind such a field. */
const namedInterfaces = (
  definitions: ReadonlyMap<string, DefinitionNode>,
  kept: ReadonlySet<string>,
): InterfaceTypeDefinitionNode[] => {
  const named = new Set([...kept].flatMap((name) => mentioned(definitions.get(name) as DefinitionNode)));
  return [...named].flatMap((name) => {
    const node = definitions.get(name);
    return node?.kind === Kind.INTERFACE_TYPE_DEFINITION && name !== 'Node' ? [node] : [];
  });
};

/**
 * Lets the stubs of foreign entities implement these interfaces: their fields are `@external`, so that a router knows what may be
 * behind a field of this part, and asks the entity's own part for the rest.
 */
function implement(
  interfaces: readonly InterfaceTypeDefinitionNode[],
  whole: DocumentNode,
  definitions: Map<string, DefinitionNode>,
  parts: ReadonlySet<string>,
  owner: PartOwner,
): void {
  for (const type of whole.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const home = owner.ofEntity(type.name.value);
    const stub = definitions.get(type.name.value);
    if (home === undefined || parts.has(home) || stub?.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const own = interfaces.filter(({ name }) => interfacesOf(type).some((one) => one.value === name.value));
    if (own.length === 0) continue;
    const names = new Set(own.flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)));
    for (const { name } of stub.fields ?? []) names.delete(name.value);
    const external = (type.fields ?? []).filter(({ name }) => names.has(name.value));
    definitions.set(type.name.value, {
      ...stub,
      fields: [...(stub.fields ?? []), ...external.map((field) => ({ ...field, directives: EXTERNAL }))],
      interfaces: (type.interfaces ?? []).filter(
        ({ name }) => name.value === 'Node' || own.some((one) => one.name.value === name.value),
      ),
    });
  }
}

const EXTERNAL =
  (parse('type T { id: ID @external }').definitions[0] as ObjectTypeDefinitionNode).fields?.[0]?.directives ?? [];

function reachable(
  definitions: Map<string, DefinitionNode>,
  parts: ReadonlySet<string>,
  owner: PartOwner,
): Set<string> {
  const kept = new Set<string>();
  const visit = (name: string, asFieldType: boolean): void => {
    const node = definitions.get(name);
    if (node === undefined) return;
    if (asFieldType && node.kind === Kind.INTERFACE_TYPE_DEFINITION) visitImplementers(name);
    if (kept.has(name)) return;
    kept.add(name);
    for (const next of mentioned(node)) visit(next, true);
    for (const next of interfacesOf(node)) visit(next.value, false);
  };
  const visitImplementers = (name: string): void => {
    for (const [type, node] of definitions)
      if (!kept.has(type) && interfacesOf(node).some((candidate) => candidate.value === name)) visit(type, false);
  };
  for (const root of ROOTS) visit(root, true);
  for (const [name, node] of definitions) {
    const home = owner.ofEntity(name);
    const adds = node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.fields ?? []).length > 1;
    if (home !== undefined && (parts.has(home) || adds)) visit(name, true);
  }
  return kept;
}

const interfacesOf = (node: DefinitionNode): NameNode[] =>
  'interfaces' in node ? ((node as InterfaceTypeDefinitionNode).interfaces ?? []).map((named) => named.name) : [];

function mentioned(node: DefinitionNode): string[] {
  if (node.kind === Kind.UNION_TYPE_DEFINITION) return (node.types ?? []).map((named) => named.name.value);
  if (!('fields' in node)) return [];
  return ((node.fields ?? []) as readonly FieldDefinitionNode[]).flatMap((field) => [
    namedType(field.type),
    ...(field.arguments ?? []).map((argument) => namedType(argument.type)),
  ]);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
