import { Field, ObjectType } from 'type-graphql';
import { JsonScalar } from '../../../../subgraph/scalars.js';

/** A method of the platform. */
@ObjectType('DouyinMethod', { description: 'A method of the platform.' })
export class DouyinMethod {
  @Field(() => String, { description: 'Name, e.g. `recycle.buyerGetOrderList`.' })
  name!: string;

  @Field(() => String, { description: 'Path, e.g. `/recycle/buyerGetOrderList`.' })
  path!: string;

  @Field(() => String, { description: 'Group it belongs to, e.g. `recycle`.' })
  group!: string;

  @Field(() => Boolean, {
    description: 'Whether it changes anything on the platform; such a call is never repeated by itself.',
  })
  isWrite!: boolean;

  @Field(() => JsonScalar, {
    description: 'Parameters as JSON: name, type, whether required, nested fields; empty where not known.',
  })
  parameters!: unknown;
}
