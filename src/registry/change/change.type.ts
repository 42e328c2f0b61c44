import { Field, ObjectType } from 'type-graphql';
import type { Change as ChangeRecord } from '../../push/change.js';
import type { EventMark, MarkedEvent } from '../../subgraph/event-mark.js';
import { DateTimeScalar, JsonScalar } from '../../subgraph/scalars.js';
import { DataSource } from '../../subgraph/vocabulary/data-source.enum.js';
import { encodeGlobalId } from '../../tenants/global-id.js';
import { Shop } from '../shop/shop.type.js';
import { ChangeKind } from './change-kind.enum.js';

/** Something changed on a platform. Delivered at least once, in order per object, doubles removed by message id. */
@ObjectType('Change', {
  description:
    'Something changed on a platform. Delivered at least once, in order per object, doubles removed by message id.',
})
export class Change implements MarkedEvent {
  /** The row of the feed behind it; not a field of the graph. */
  readonly record: ChangeRecord;

  constructor(record: ChangeRecord, shop: Shop, cursor: string) {
    this.record = record;
    this.cursor = cursor;
    this.kind = record.kind;
    this.shop = shop;
    this.tag = record.tag;
    this.source = record.source;
    this.occurredAt = record.occurredAt;
    this.receivedAt = record.receivedAt;
  }

  /** Not a field of the graph either. */
  get mark(): EventMark {
    const { subject, shopKey } = this.record;
    const nodeId = subject === null ? null : encodeGlobalId(subject.type, shopKey, subject.nativeId);
    return { cursor: this.cursor, nodeId };
  }

  @Field(() => String, { description: 'Cursor, to resume after it.' })
  cursor!: string;

  @Field(() => ChangeKind, { description: 'Kind.' })
  kind!: ChangeKind;

  @Field(() => Shop, { description: 'The shop.' })
  shop!: Shop;

  @Field(() => String, {
    nullable: true,
    description: "The platform's message tag, e.g. 100 for a new order. Null when found by a reconciling read.",
  })
  tag!: string | null;

  @Field(() => DataSource, { description: 'PUSH, or LIVE when found by a reconciling read.' })
  source!: DataSource;

  /** Long integers were made texts before it was kept. */
  @Field(() => JsonScalar, { nullable: true, description: 'The message as sent, personal data removed.' })
  get raw(): unknown {
    return this.record.raw === null ? null : JSON.parse(this.record.raw);
  }

  @Field(() => DateTimeScalar, { description: "When it happened, by the platform's clock." })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was received here.' })
  receivedAt!: Date;
}
