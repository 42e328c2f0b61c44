import { Field, Int, ObjectType } from 'type-graphql';

/** A carrier. */
@ObjectType('Carrier', { description: 'A carrier.' })
export class Carrier {
  @Field(() => String, { description: 'Code.' })
  code!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;
}

/** A waybill account with a carrier. */
@ObjectType('WaybillAccount', { description: 'A waybill account with a carrier.' })
export class WaybillAccount {
  @Field(() => String, { description: 'Carrier.' })
  carrierCode!: string;

  @Field(() => String, { nullable: true, description: 'Branch code.' })
  branchCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Branch name.' })
  branchName!: string | null;

  @Field(() => Int, { nullable: true, description: 'Numbers left.' })
  remaining!: number | null;
}

/** Whether a carrier serves an address. */
@ObjectType('Deliverability', { description: 'Whether a carrier serves an address.' })
export class Deliverability {
  @Field(() => Boolean, { description: 'It does.' })
  isDeliverable!: boolean;

  @Field(() => String, { nullable: true, description: 'Why not.' })
  reason!: string | null;
}
