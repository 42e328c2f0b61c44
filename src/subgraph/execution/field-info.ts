import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Path } from './path.js';
import type { FieldPlan, Selections, Variables } from './plan.js';

/** What a resolver is told of its field; the same facts as from graphql-js. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly fieldName: string;
  readonly fieldNodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  readonly parentType: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly fragments: GraphQLResolveInfo['fragments'];
  readonly rootValue = undefined;
  readonly operation: OperationDefinitionNode;
  readonly variableValues: { [variable: string]: unknown };

  constructor(
    selections: Selections,
    variables: Variables,
    field: FieldPlan,
    readonly path: Path,
  ) {
    this.fieldName = field.definition.name;
    this.fieldNodes = field.nodes;
    this.returnType = field.definition.type;
    this.parentType = field.parentType;
    this.schema = selections.schema;
    this.fragments = selections.fragments as Record<string, FragmentDefinitionNode>;
    this.operation = selections.operation;
    this.variableValues = variables;
  }
}
