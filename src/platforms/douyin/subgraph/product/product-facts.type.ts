import { Field, ObjectType } from 'type-graphql';

/** A category of products. */
@ObjectType('ProductCategory', { description: 'A category of products.' })
export class ProductCategory {
  @Field(() => String, { description: 'Native id.' })
  nativeId!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => Boolean, { description: 'No categories below it; goods go only here.' })
  isLeaf!: boolean;
}

/** A brand. */
@ObjectType('Brand', { description: 'A brand.' })
export class Brand {
  @Field(() => String, { description: 'Native id.' })
  nativeId!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;
}

/** An attribute of a product. */
@ObjectType('ProductAttribute', { description: 'An attribute of a product.' })
export class ProductAttribute {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => [String], { description: 'Values.' })
  values!: readonly string[];
}
