import { ArrayMaxSize, ArrayMinSize, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

/** Most warehouses of one mutation: as many as one page of the platform's list tells of. */
const MAX_NEW = 100;

/** A warehouse to create. Bounds of lengths are ours, the platform documents none. */
@InputType('RegionalWarehouseInput', { description: 'A warehouse to create.' })
export class RegionalWarehouseInput {
  @Length(1, 64)
  @Field(() => String, { description: "The merchant's own code." })
  outerId!: string;

  @Length(1, 100)
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @MaxLength(500)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;
}

/** Warehouses to create. */
@InputType('RegionalWarehousesCreateInput', { description: 'Warehouses to create.' })
export class RegionalWarehousesCreateInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_NEW)
  @ValidateNested({ each: true })
  @Field(() => [RegionalWarehouseInput], { description: 'Warehouses.' })
  warehouses!: RegionalWarehouseInput[];
}

/** Priority of a warehouse in a region. */
@InputType('WarehousePriorityInput', { description: 'Priority of a warehouse in a region.' })
export class WarehousePriorityInput {
  @Field(() => [String], { description: 'Native codes from province down.' })
  region!: string[];

  @Min(0)
  @Max(5)
  @Field(() => Int, { description: '0 highest to 5.' })
  priority!: number;
}

/** A change to a warehouse. */
@InputType('RegionalWarehouseUpdateInput', { description: 'A change to a warehouse.' })
export class RegionalWarehouseUpdateInput {
  @Field(() => ID, { description: 'The warehouse.' })
  id!: string;

  @Length(1, 100)
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @MaxLength(500)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Field(() => [[String]], {
    nullable: true,
    description: 'Regions to add, as native codes from province down.',
  })
  coverageAdd?: string[][] | null;

  /** A call each. */
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Field(() => [[String]], { nullable: true, description: 'Regions to remove.' })
  coverageRemove?: string[][] | null;

  /** A call each. */
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Field(() => [WarehousePriorityInput], { nullable: true, description: 'Priority in a region, 0 highest to 5.' })
  priorities?: WarehousePriorityInput[] | null;
}
