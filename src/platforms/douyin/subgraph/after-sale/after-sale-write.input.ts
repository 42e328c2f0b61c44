import { ArrayMaxSize, ArrayMinSize, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar, UrlScalar } from '../../../../subgraph/scalars.js';
import { ParcelLabelInput } from '../shipping/shipping-write.input.js';
import { AfterSaleDecision } from './after-sale-decision.enum.js';

/** Most cases of one mutation: as many as one call of the platform would take, though each has a call of its own. */
const MAX_DECISIONS = 20;

const NUMBER = /^[1-9]\d{0,17}$/;
const NUMBER_RULE = { message: 'a number of the platform' };

/** A case to decide. Bounds that the platform does not document are ours. */
@InputType('AfterSaleDecisionRow', { description: 'A case to decide.' })
export class AfterSaleDecisionRow {
  @Field(() => ID, { description: 'The case.' })
  afterSaleId!: string;

  @Field(() => DateTimeScalar, {
    description: '`updatedAt` as last seen; the decision fails if the case has changed since.',
  })
  expectedUpdatedAt!: Date;

  @Matches(NUMBER, NUMBER_RULE)
  @Field(() => String, { nullable: true, description: 'Code of the reason, to refuse.' })
  rejectReasonCode?: string | null;

  @Length(1, 500)
  @Field(() => String, { nullable: true, description: 'Words, to refuse.' })
  remark?: string | null;

  @ArrayMaxSize(10)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Evidence, to refuse.' })
  evidenceUrls?: string[] | null;

  @Matches(NUMBER, NUMBER_RULE)
  @Field(() => String, { nullable: true, description: 'Native id of the address to return to, to agree.' })
  returnAddressNativeId?: string | null;

  @ValidateNested()
  @Field(() => ParcelLabelInput, { nullable: true, description: 'Carrier and number of the exchange.' })
  exchangeParcel?: ParcelLabelInput | null;
}

/** Decisions to carry out. */
@InputType('AfterSalesDecideInput', { description: 'Decisions to carry out.' })
export class AfterSalesDecideInput {
  @Field(() => AfterSaleDecision, { description: 'The decision.' })
  decision!: AfterSaleDecision;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_DECISIONS)
  @ValidateNested({ each: true })
  @Field(() => [AfterSaleDecisionRow], { description: 'Cases, of one shop.' })
  rows!: AfterSaleDecisionRow[];
}

/** Evidence. */
@InputType('EvidenceInput', { description: 'Evidence.' })
export class EvidenceInput {
  @Length(1, 500)
  @Field(() => String, { description: 'Words.' })
  comment!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @Field(() => [UrlScalar], { description: 'Pictures.' })
  imageUrls!: string[];
}

/** What to do with a case. Exactly one field. */
@Directive('@oneOf')
@InputType('AfterSaleChangeInput', { description: 'What to do with a case. Exactly one field.' })
export class AfterSaleChangeInput {
  @ValidateNested()
  @Field(() => EvidenceInput, { nullable: true, description: 'Evidence for arbitration, at most four.' })
  submitEvidence?: EvidenceInput | null;

  @MaxLength(500)
  @Field(() => String, { nullable: true, description: 'A remark.' })
  addRemark?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Seven more days to receive; only within two days of the deadline.',
  })
  extendReceipt?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Open after-sale to the buyer.' })
  openChannel?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'The return is in the warehouse.' })
  confirmReturnReceived?: boolean | null;
}

/** A change to an after-sale case. */
@InputType('AfterSaleUpdateInput', {
  description: 'A change to an after-sale case. Exactly one field of `change`.',
})
export class AfterSaleUpdateInput {
  @Field(() => ID, { description: 'The case.' })
  id!: string;

  @ValidateNested()
  @Field(() => AfterSaleChangeInput, { description: 'What to do.' })
  change!: AfterSaleChangeInput;
}
