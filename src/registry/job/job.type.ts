import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { AppError } from '../../errors/app-error.js';
import type { JobRecord } from '../../ledger/jobs.js';
import { DateTimeScalar, UrlScalar } from '../../subgraph/scalars.js';
import { toUserError } from '../../subgraph/user-errors.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import { encodeGlobalId } from '../../tenants/global-id.js';
import { JobKind, JobStatus } from './job.enum.js';

/** Long-running work. */
@Directive('@key(fields: "id")')
@ObjectType('Job', { description: 'Long-running work.', implements: Node })
export class Job {
  static of(record: JobRecord): Job {
    const job = new Job();
    job.id = encodeGlobalId('Job', record.id, record.id);
    job.kind = record.kind;
    job.status = record.status;
    job.progress = record.progress;
    job.rowCount = record.rowCount;
    job.userErrors = record.failures.map(({ code, message, ...detail }) =>
      toUserError(new AppError(code, message, detail)),
    );
    job.resultUrl = null;
    job.resultExpiresAt = null;
    job.createdAt = record.createdAt;
    job.finishedAt = record.finishedAt;
    return job;
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => JobKind, { description: 'Kind.' })
  kind!: JobKind;

  @Field(() => JobStatus, { description: 'State.' })
  status!: JobStatus;

  @Field(() => Float, { nullable: true, description: '0 to 1, where known.' })
  progress!: number | null;

  @Field(() => Int, { description: 'Rows done.' })
  rowCount!: number;

  @Field(() => [UserError], { description: 'Expected failures met.' })
  userErrors!: UserError[];

  /** Of kinds that make a file; none does so far. */
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Signed link to the result, valid until `resultExpiresAt`.',
  })
  resultUrl!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the link ends.' })
  resultExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;
}
