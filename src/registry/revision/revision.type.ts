import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, JsonScalar } from '../../subgraph/scalars.js';
import { DataSource } from '../../subgraph/vocabulary/data-source.enum.js';
import { PageInfo } from '../../subgraph/vocabulary/page-info.type.js';

/** A page of past states. */
@ObjectType('RevisionConnection', { description: 'A page of past states.' })
export class RevisionConnection {
  @Field(() => [RevisionEdge], { description: 'Edges.' })
  edges!: RevisionEdge[];

  @Field(() => [Revision], { description: 'The revisions.' })
  nodes!: Revision[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** A revision in a page. */
@ObjectType('RevisionEdge', { description: 'A revision in a page.' })
export class RevisionEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => Revision, { description: 'The revision.' })
  node!: Revision;
}

/** A state of an object as this gateway once saw it. */
@ObjectType('Revision', { description: 'A state of an object as this gateway once saw it.' })
export class Revision {
  @Field(() => String, { description: 'Version label, usable as `expectedVersion`.' })
  version!: string;

  @Field(() => DateTimeScalar, { description: 'When it was seen.' })
  seenAt!: Date;

  @Field(() => DataSource, { description: 'How it was seen.' })
  source!: DataSource;

  @Field(() => [FieldChange], { description: 'What changed against the revision before it.' })
  changes!: FieldChange[];
}

/** One changed field. */
@ObjectType('FieldChange', { description: 'One changed field.' })
export class FieldChange {
  @Field(() => String, { description: 'JSON Pointer in the GraphQL shape, e.g. `/variants/0/price/amount`.' })
  path!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Before.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'After.' })
  after!: unknown;
}
