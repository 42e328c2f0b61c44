import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * A validation rule that refuses operations of a type the schema does not have. graphql-js itself lets them pass and fails
 * when they run, which would look like a bug of ours.
 */
export const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation) == null)
      context.reportError(new GraphQLError(`The schema has no ${node.operation} operations.`, { nodes: node }));
  },
});
