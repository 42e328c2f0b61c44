import { Directive, Field, ObjectType } from 'type-graphql';
import { Platform } from './platform.enum.js';

/** The object's own identity on its platform. */
@Directive('@shareable')
@ObjectType('NativeRef', { description: "The object's own identity on its platform." })
export class NativeRef {
  @Field(() => Platform, { description: 'The platform.' })
  platform!: Platform;

  @Field(() => String, { description: "The platform's name for this kind of object, e.g. `commodity`." })
  resource!: string;

  @Field(() => String, { description: "The platform's id, exact, as a string whatever its upstream type." })
  id!: string;
}
