import { Directive, Field, Float, ObjectType } from 'type-graphql';

/** A point on the map. */
@Directive('@shareable')
@ObjectType('GeoPoint', { description: 'A point on the map.' })
export class GeoPoint {
  @Field(() => Float, { description: 'Longitude in degrees.' })
  longitude!: number;

  @Field(() => Float, { description: 'Latitude in degrees.' })
  latitude!: number;

  @Field(() => String, { nullable: true, description: 'Address in words.' })
  address!: string | null;
}
