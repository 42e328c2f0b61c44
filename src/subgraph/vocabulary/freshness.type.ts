import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../scalars.js';
import { DataSource } from './data-source.enum.js';

/** How fresh an object is. */
@Directive('@shareable')
@ObjectType('Freshness', { description: 'How fresh an object is.' })
export class Freshness {
  @Field(() => DataSource, { description: 'Where the values came from.' })
  source!: DataSource;

  @Field(() => DateTimeScalar, { description: 'When they were read from, or pushed by, the platform.' })
  fetchedAt!: Date;
}
