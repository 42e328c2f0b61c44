import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../subgraph/scalars.js';
import { PageInfo } from '../../subgraph/vocabulary/page-info.type.js';

/** A page of audit entries. */
@ObjectType('AuditEntryConnection', { description: 'A page of audit entries.' })
export class AuditEntryConnection {
  @Field(() => [AuditEntryEdge], { description: 'Edges.' })
  edges!: AuditEntryEdge[];

  @Field(() => [AuditEntry], { description: 'The entries.' })
  nodes!: AuditEntry[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** An audit entry in a page. */
@ObjectType('AuditEntryEdge', { description: 'An audit entry in a page.' })
export class AuditEntryEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => AuditEntry, { description: 'The entry.' })
  node!: AuditEntry;
}

/** One write through this API. */
@ObjectType('AuditEntry', { description: 'One write through this API.' })
export class AuditEntry {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { description: 'By whom.' })
  actor!: string;

  @Field(() => String, { description: 'Mutation name.' })
  action!: string;

  @Field(() => ID, { nullable: true, description: 'Object written.' })
  nodeId!: string | null;

  @Field(() => String, { description: 'Outcome: OK or the error code.' })
  outcome!: string;

  @Field(() => String, { description: 'Request id.' })
  requestId!: string;
}
