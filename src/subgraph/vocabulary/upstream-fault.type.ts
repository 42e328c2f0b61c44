import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Platform } from './platform.enum.js';

/** What the platform said when a call failed. Safe to show to the merchant. */
@Directive('@shareable')
@ObjectType('UpstreamFault', {
  description: 'What the platform said when a call failed. Safe to show to the merchant.',
})
export class UpstreamFault {
  @Field(() => Platform, { description: 'The platform.' })
  platform!: Platform;

  @Field(() => String, { description: 'The call, e.g. `POST /v2/ec/commodity/update`.' })
  endpoint!: string;

  @Field(() => Int, { nullable: true, description: 'HTTP status, if there was an answer.' })
  httpStatus!: number | null;

  @Field(() => String, { nullable: true, description: "The platform's main code (`ret`, `code`, `err_no`)." })
  code!: string | null;

  @Field(() => String, { nullable: true, description: "The platform's sub code, e.g. `isv.parameter-invalid:4`." })
  subCode!: string | null;

  @Field(() => String, { nullable: true, description: "The platform's message, untranslated." })
  message!: string | null;

  @Field(() => String, { nullable: true, description: "The platform's log id, to quote to its support." })
  logId!: string | null;
}
