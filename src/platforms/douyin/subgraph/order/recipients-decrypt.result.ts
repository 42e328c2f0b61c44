import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { MutationPayload } from '../../../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowOutcome } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../../../subgraph/vocabulary/user-error.type.js';
import type { ClearText } from '../../upstream/endpoints/decrypt.js';
import { RegionAddress } from '../address/region-address.type.js';
import { Order } from './order.type.js';

/** What was read of one recipient; null for what the order does not have. */
export interface ClearParts {
  readonly name: ClearText | null;
  readonly phone: ClearText | null;
  readonly detail: ClearText | null;
}

/** A recipient in the clear. Its texts are on the prototype alone: no logger and no JSON text shows them. */
@ObjectType('ClearRecipient', { description: 'A recipient in the clear. Not cached, not journaled.' })
export class ClearRecipient {
  readonly #parts: ClearParts;

  constructor(order: Order, parts: ClearParts) {
    this.order = order;
    this.#parts = parts;
  }

  @Field(() => Order, { description: 'The order.' })
  readonly order: Order;

  @Field(() => String, { nullable: true, description: 'Name.' })
  get name(): string | null {
    return this.#parts.name?.text ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Telephone.' })
  get phone(): string | null {
    return this.#parts.phone?.text ?? null;
  }

  @Field(() => Boolean, { description: 'A virtual number that ends at `phoneExpiresAt`.' })
  get isVirtualPhone(): boolean {
    return this.#parts.phone?.isVirtual === true;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'End of a virtual number.' })
  get phoneExpiresAt(): Date | null {
    return this.#parts.phone?.expiresAt ?? null;
  }

  @Field(() => RegionAddress, { nullable: true, description: 'Address.' })
  get address(): RegionAddress | null {
    const region = this.order.recipient?.address;
    return region === undefined ? null : { ...region, detail: this.#parts.detail?.text ?? null };
  }
}

/** Result of recipientsDecrypt. */
@ObjectType('RecipientsDecryptPayload', { description: 'Result of recipientsDecrypt.', implements: MutationPayload })
export class RecipientsDecryptPayload {
  @Field(() => [ClearRecipient], { description: 'Recipients.' })
  recipients!: ClearRecipient[];

  @Field(() => [RowOutcome], { description: 'Row by row.' })
  rows!: RowOutcome[];

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Always false: this answer is never stored.' })
  replayed!: boolean;
}
