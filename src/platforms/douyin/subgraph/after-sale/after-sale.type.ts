import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { Money } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import { AfterSaleDecision } from './after-sale-decision.enum.js';
import { AfterSaleKind } from './after-sale-kind.enum.js';
import { AfterSaleStatus } from './after-sale-status.enum.js';

/** An after-sale case. */
@Directive('@key(fields: "id")')
@ObjectType('AfterSale', { description: 'An after-sale case.', implements: [Node, UpstreamObject] })
export class AfterSale extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: AfterSaleRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => AfterSaleKind, { description: 'Kind.' })
  kind!: AfterSaleKind;

  @Field(() => Int, { description: "The platform's own kind code." })
  kindCode!: number;

  @Field(() => AfterSaleStatus, { description: 'State.' })
  status!: AfterSaleStatus;

  @Field(() => Int, { description: "The platform's own state code." })
  statusCode!: number;

  @Field(() => [AfterSaleDecision], { description: 'Decisions open to the seller now.' })
  allowedDecisions!: readonly AfterSaleDecision[];

  @Field(() => Money, { nullable: true, description: 'Refund asked for.' })
  refund!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Postage refund asked for.' })
  postageRefund!: Money | null;

  @Field(() => String, { nullable: true, description: "The buyer's reason." })
  reason!: string | null;

  @Field(() => Int, { nullable: true, description: 'Units.' })
  quantity!: number | null;

  @Field(() => String, { nullable: true, description: 'Carrier and number of the return.' })
  returnTrackingNumber!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Deadline of the present step.' })
  deadline!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed; pass it as `expectedUpdatedAt`.' })
  updatedAt!: Date;
}
