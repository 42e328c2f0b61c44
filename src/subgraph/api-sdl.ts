import { filterSchema } from '@graphql-tools/utils';
import {
  type GraphQLSchema,
  isSpecifiedDirective,
  lexicographicSortSchema,
  printSchema,
  GraphQLSchema as Schema,
} from 'graphql';

/** The schema as clients see it: without federation's own fields, types and directives. Sorted, for readable diffs. */
export function printApiSchema(schema: GraphQLSchema): string {
  const api = filterSchema({
    schema,
    typeFilter: (name) => !/^(_Any|_Entity|_Service|link__.*|federation__.*|FieldSet)$/.test(name),
    rootFieldFilter: (_operation, name) => name !== '_entities' && name !== '_service',
  });
  const config = api.toConfig();
  return `${printSchema(lexicographicSortSchema(new Schema({ ...config, directives: config.directives.filter(isSpecifiedDirective) })))}\n`;
}
