import { Directive, Field, InputType, Int } from 'type-graphql';

/** A quantity. Exactly one field. */
@Directive('@oneOf')
@InputType('StockQuantityInput', { description: 'A quantity. Exactly one field.' })
export class StockQuantityInput {
  @Field(() => Int, { nullable: true, description: 'Set to.' })
  setTo?: number | null;

  @Field(() => Int, { nullable: true, description: 'Change by, up or down. Needs an idempotency key.' })
  changeBy?: number | null;
}
