import { Field, ObjectType } from 'type-graphql';
import { UrlScalar } from '../../../../subgraph/scalars.js';
import { RegionAddress } from '../address/region-address.type.js';

/** Full record of an after-sale case. */
@ObjectType('AfterSaleDetail', { description: 'Full record of an after-sale case.' })
export class AfterSaleDetail {
  @Field(() => [UrlScalar], { description: 'Evidence of both sides.' })
  evidenceUrls!: readonly string[];

  @Field(() => String, { nullable: true, description: "State of arbitration in the platform's words." })
  arbitration!: string | null;

  @Field(() => RegionAddress, { nullable: true, description: 'Where the goods are to be returned to.' })
  returnAddress!: RegionAddress | null;
}
