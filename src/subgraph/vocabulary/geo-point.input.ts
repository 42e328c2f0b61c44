import { Max, MaxLength, Min } from 'class-validator';
import { Field, Float, InputType } from 'type-graphql';

/** A point on the map, to write. */
@InputType('GeoPointInput', { description: 'A point on the map, to write.' })
export class GeoPointInput {
  @Min(-180)
  @Max(180)
  @Field(() => Float, { description: 'Longitude in degrees.' })
  longitude!: number;

  @Min(-90)
  @Max(90)
  @Field(() => Float, { description: 'Latitude in degrees.' })
  latitude!: number;

  @MaxLength(500)
  @Field(() => String, { nullable: true, description: 'Address in words.' })
  address?: string | null;
}
