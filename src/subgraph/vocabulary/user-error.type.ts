import { Directive, Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { ErrorCode } from './error-code.enum.js';
import { UpstreamFault } from './upstream-fault.type.js';

/** An expected failure of a mutation, or of one row of it. Select the interface fields; narrow with fragments for detail. */
@InterfaceType('UserError', {
  description:
    'An expected failure of a mutation, or of one row of it. Select the interface fields; narrow with fragments for detail.',
})
export abstract class UserError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence for a developer or merchant.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path into the arguments, e.g. `["input", "variants", "0", "price"]`.',
  })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned, when the mutation touches several.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Whether the same call may succeed later without change.' })
  retryable!: boolean;
}

/** A value was refused before anything was sent upstream. */
@Directive('@shareable')
@ObjectType('InputError', {
  description: 'A value was refused before anything was sent upstream.',
  implements: UserError,
})
export class InputError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments.' })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Always false.' })
  retryable!: boolean;

  @Field(() => String, { nullable: true, description: 'The constraint in words, e.g. `>= 0.01`.' })
  constraint!: string | null;
}

/** The object is not there, or its state or version forbids the write. */
@Directive('@shareable')
@ObjectType('StateError', {
  description: 'The object is not there, or its state or version forbids the write.',
  implements: UserError,
})
export class StateError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments.' })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Whether a later try may succeed.' })
  retryable!: boolean;

  @Field(() => ID, { nullable: true, description: 'The object concerned.' })
  nodeId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its present version, for a retry after CONFLICT.' })
  currentVersion!: string | null;
}

/** The caller or the shop is not allowed to, or not able to, act now. */
@Directive('@shareable')
@ObjectType('AccessError', {
  description: 'The caller or the shop is not allowed to, or not able to, act now.',
  implements: UserError,
})
export class AccessError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments.' })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Whether a later try may succeed.' })
  retryable!: boolean;

  @Field(() => [String], { description: 'Scopes that would have been enough.' })
  requiredScopes!: string[];
}

/** Throttled by this gateway, by the platform, or by a quota. */
@Directive('@shareable')
@ObjectType('ThrottleError', {
  description: 'Throttled by this gateway, by the platform, or by a quota.',
  implements: UserError,
})
export class ThrottleError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments.' })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Always true.' })
  retryable!: boolean;

  @Field(() => Int, { description: 'Milliseconds to wait.' })
  retryAfterMs!: number;
}

/** The platform refused, failed, or left the outcome unknown. */
@Directive('@shareable')
@ObjectType('UpstreamError', {
  description: 'The platform refused, failed, or left the outcome unknown.',
  implements: UserError,
})
export class UpstreamError {
  @Field(() => ErrorCode, { description: 'Machine-readable code.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'Plain sentence.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'Path into the arguments.' })
  path!: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The shop concerned.' })
  shopId!: string | null;

  @Field(() => Boolean, { description: 'Whether a later try may succeed.' })
  retryable!: boolean;

  @Field(() => UpstreamFault, { description: 'What the platform said.' })
  fault!: UpstreamFault;
}
