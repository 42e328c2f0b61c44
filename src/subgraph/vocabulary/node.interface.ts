import { Field, ID, InterfaceType } from 'type-graphql';

/** Any object with a global id. Refetch it with `node(id:)`. */
@InterfaceType('Node', { description: 'Any object with a global id. Refetch it with `node(id:)`.' })
export abstract class Node {
  @Field(() => ID, {
    description: 'Global id. It carries type, shop and native id, is stable, and is to be treated as opaque.',
  })
  id!: string;
}
