import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../subgraph/scalars.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { listingIdOf } from '../inventory-id.js';
import { type ListingRecord, WHOLE } from '../ports.js';

/** A stock item on sale in one shop. */
@Directive('@key(fields: "id")')
@ObjectType('Listing', { description: 'A stock item on sale in one shop.', implements: Node })
export class Listing {
  /** What the store has of it; not a field of the graph. */
  readonly record: ListingRecord;

  constructor(record: ListingRecord) {
    this.record = record;
    this.id = listingIdOf(record.groupKey, record.id);
    this.allocation = record.allocation / WHOLE;
    this.safetyStock = record.safetyStock;
    this.lastWritten = record.lastWritten;
    this.lastWrittenAt = record.lastWrittenAt;
    this.lastStatus = record.lastStatus === null ? null : RowStatus[record.lastStatus];
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => Float, { description: 'Share of the stock shown in this shop, 0 to 1.' })
  allocation!: number;

  @Field(() => Int, { description: 'Held back from this shop.' })
  safetyStock!: number;

  @Field(() => Int, { nullable: true, description: 'Quantity last written.' })
  lastWritten!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was written.' })
  lastWrittenAt!: Date | null;

  @Field(() => RowStatus, { nullable: true, description: 'What became of it.' })
  lastStatus!: RowStatus | null;
}
