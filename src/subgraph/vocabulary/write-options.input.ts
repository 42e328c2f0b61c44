import { Field, InputType } from 'type-graphql';

/** How to carry out a write. The same on every mutation. */
@InputType('WriteOptions', { description: 'How to carry out a write. The same on every mutation.' })
export class WriteOptions {
  @Field(() => Boolean, { defaultValue: false, description: 'Validate and plan, send nothing.' })
  dryRun!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Any unique string up to 255 characters; a repeat with the same key and input returns the first answer. Kept 7 days.',
  })
  idempotencyKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Fail with CONFLICT unless the object is at this version.' })
  expectedVersion?: string | null;
}
