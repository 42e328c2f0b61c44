import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../subgraph/scalars.js';
import { CircuitState } from './shop.enum.js';

/** Egress proxy of a shop. */
@ObjectType('ShopProxy', { description: 'Egress proxy of a shop.' })
export class ShopProxy {
  @Field(() => Boolean, { description: 'Whether it is used.' })
  isEnabled!: boolean;

  @Field(() => String, { description: 'Proxy address with any password removed.' })
  url!: string;
}

/** State of a shop's keys. */
@ObjectType('ShopCredential', { description: "State of a shop's keys." })
export class ShopCredential {
  @Field(() => String, { description: 'App key, all but the last four characters hidden.' })
  appIdMasked!: string;

  @Field(() => String, { description: 'First characters of the SHA-256 of the secret, to tell two secrets apart.' })
  secretFingerprint!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends.' })
  accessTokenExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the refresh token ends and the merchant must authorize again.',
  })
  refreshTokenExpiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Last successful refresh.' })
  lastRefreshedAt!: Date | null;
}

/** State of the line to the platform for one shop. */
@ObjectType('ShopHealth', { description: 'State of the line to the platform for one shop.' })
export class ShopHealth {
  @Field(() => CircuitState, { description: 'Circuit breaker state.' })
  circuit!: CircuitState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Last successful call.' })
  lastSuccessAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Median latency over five minutes, in milliseconds.' })
  p50LatencyMs!: number | null;

  @Field(() => Int, { nullable: true, description: '99th percentile latency over five minutes, in milliseconds.' })
  p99LatencyMs!: number | null;

  @Field(() => [RateBucket], { description: 'Rate buckets, one per class of endpoint.' })
  rateBuckets!: RateBucket[];
}

/** A token bucket. */
@ObjectType('RateBucket', { description: 'A token bucket.' })
export class RateBucket {
  @Field(() => String, { description: 'Class of endpoints, e.g. `order.read`.' })
  name!: string;

  @Field(() => Float, { description: 'Points per second.' })
  restoreRate!: number;

  @Field(() => Int, { description: 'Largest burst.' })
  maximumAvailable!: number;

  @Field(() => Int, { description: 'Points now.' })
  currentlyAvailable!: number;

  @Field(() => Int, { description: 'Calls waiting.' })
  queued!: number;
}
