import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeNameMetaFieldDef,
  type ValueNode,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { LRUCache } from 'lru-cache';
import { aheadBelow } from '../ahead.js';
import { completerOf } from './complete.js';
import type { FieldPlan, ObjectPlan, Selections, Variables } from './plan.js';

/** Variants of one operation kept, one for each combination of its `@skip` and `@include` variables. */
const MAX_VARIANTS = 8;

/**
 * An operation of a validated document, prepared once: fields collected, arguments read, completion chosen by type. What
 * depends on the variables of a request is left open. Selections are prepared when a value first needs them.
 */
export class OperationPlan implements Selections {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  private readonly rootType: GraphQLObjectType;
  /** Variables whose truth decides which fields there are. */
  private readonly conditions: readonly string[];
  private readonly variants = new LRUCache<string, ObjectPlan>({ max: MAX_VARIANTS });

  private constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    operation: OperationDefinitionNode,
    rootType: GraphQLObjectType,
  ) {
    this.operation = operation;
    this.rootType = rootType;
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments[node.name.value] = node;
    this.conditions = conditionsOf(document);
  }

  /** The plan; or why there is none and graphql-js has to execute the operation. */
  static of(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): OperationPlan | Refusal {
    const operation = getOperationAST(document, operationName);
    if (operation == null) return 'no operation';
    const rootType = schema.getRootType(operation.operation);
    if (rootType == null) return 'no operation';
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) return 'subscription';
    return refusalOf(document) ?? new OperationPlan(schema, document, operation, rootType);
  }

  /** The root selection for these variables. */
  rootFor(variables: Variables): ObjectPlan {
    // Neither true nor false: a null, which is refused where the directive is read.
    const key = this.conditions.map((name) => String(variables[name])).join(' ');
    const known = this.variants.get(key);
    if (known !== undefined) return known;
    const { schema, fragments, rootType, operation } = this;
    const collected = collectFields(schema, fragments, variables, rootType, operation.selectionSet);
    const made = this.objectPlan(rootType, collected, variables);
    this.variants.set(key, made);
    return made;
  }

  /** The fields selected below these nodes on an object type. */
  below(type: GraphQLObjectType, nodes: readonly FieldNode[], variables: Variables): ObjectPlan {
    return this.objectPlan(type, collectSubfields(this.schema, this.fragments, variables, type, nodes), variables);
  }

  private objectPlan(
    type: GraphQLObjectType,
    collected: ReadonlyMap<string, readonly FieldNode[]>,
    variables: Variables,
  ): ObjectPlan {
    const fields: FieldPlan[] = [];
    for (const [key, nodes] of collected) {
      const [node] = nodes;
      if (node === undefined) continue;
      const definition = node.name.value === '__typename' ? TypeNameMetaFieldDef : type.getFields()[node.name.value];
      if (definition === undefined) continue;
      const isJoint = definition.resolve !== undefined && isCompositeType(getNamedType(definition.type));
      fields.push({
        key,
        nodes,
        parentType: type,
        definition,
        // A property with arguments goes the long way: graphql-js checks them even where nobody reads them.
        resolve: definition.resolve ?? (definition.args.length > 0 ? defaultFieldResolver : null),
        args: constantArguments(definition, node),
        complete: completerOf(this, definition.type, nodes),
        isNullable: !isNonNullType(definition.type),
        ahead: isJoint ? aheadBelow(this, definition.type, nodes, variables) : [],
      });
    }
    return { type, fields };
  }
}

/** Why an operation is left to graphql-js; a closed set, for metrics. */
export type Refusal = 'no operation' | 'subscription' | 'introspection' | 'prototype name';

function refusalOf(document: DocumentNode): Refusal | null {
  let found: Refusal | null = null;
  visit(document, {
    Field({ name, alias }) {
      if (name.value === '__schema' || name.value === '__type') found = 'introspection';
      // Our answers are plain objects, on which this key is no key.
      if (alias?.value === '__proto__') found = 'prototype name';
    },
  });
  return found;
}

function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== GraphQLSkipDirective.name && node.name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

const NO_ARGUMENTS: Readonly<Record<string, unknown>> = Object.freeze({});

/** Null unless all are plain literals: an object is made anew for each call, so that no call can change another's. */
function constantArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode) {
  if (definition.args.length === 0) return NO_ARGUMENTS;
  const isPlain = (value: ValueNode): boolean =>
    value.kind !== Kind.VARIABLE && value.kind !== Kind.LIST && value.kind !== Kind.OBJECT;
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
  if (!(node.arguments ?? []).every(({ value }) => isPlain(value))) return null;
  if (definition.args.some(({ defaultValue }) => isObject(defaultValue))) return null;
  try {
    const values = getArgumentValues(definition, node);
    return Object.values(values).some(isObject) ? null : values;
  } catch {
    // Refused again at each call, where the error has its place.
    return null;
  }
}
