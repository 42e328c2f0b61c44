import { AppError } from '../../../../errors/app-error.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import { listProperties, type PropertyRecord } from '../../upstream/endpoints/category-property.js';
import type { AttributeToWrite } from '../../upstream/endpoints/product-write.js';
import type { ShopScope } from '../context.js';
import type { ProductAttributeInput } from './product-content.input.js';

/** Notes attributes that are named twice. */
export function checkAttributes(attributes: readonly ProductAttributeInput[], check: InputCheck): void {
  const named = new Set<string>();
  for (const [index, { propertyNativeId }] of attributes.entries()) {
    if (named.has(propertyNativeId))
      check.refuse(['input', 'attributes', String(index)], 'A property is named once.', 'no doubles');
    named.add(propertyNativeId);
  }
}

/**
 * Attributes with the ids that the platform has for their values, which the properties of the category tell: one read, none for no
 * attributes.
 * @throws InputErrors for a property that the category does not have, and a value that it does not take
 */
export async function attributesOf(
  scope: ShopScope,
  categoryId: string,
  attributes: readonly ProductAttributeInput[],
): Promise<AttributeToWrite[]> {
  if (attributes.length === 0) return [];
  const properties = new Map((await listProperties(scope.client, categoryId)).map((one) => [one.id, one]));
  const check = new InputCheck();
  const found = attributes.map(({ propertyNativeId: propertyId, values }, index) => {
    const path = ['input', 'attributes', String(index)];
    const property = properties.get(propertyId);
    if (property === undefined) {
      check.refuse([...path, 'propertyNativeId'], 'The category has no such property.', 'a property of the category');
      return { propertyId, values: [] };
    }
    if (values.length > property.maxValues)
      check.refuse([...path, 'values'], `At most ${property.maxValues} values.`, `<= ${property.maxValues}`);
    return {
      propertyId,
      values: values.map((name, at) => checkedValue(property, name, [...path, 'values', String(at)], check)),
    };
  });
  check.done();
  return found;
}

function checkedValue(property: PropertyRecord, name: string, path: readonly string[], check: InputCheck) {
  const option = property.options.find((one) => one.name === name);
  if (option === undefined && !property.isOpen && property.options.length > 0)
    check.refuse(path, 'The property does not take this value.', 'a value of the property');
  return { id: option?.id ?? null, name };
}

/** The leaf category of a product, which its attributes hang on. @throws AppError STATE_FORBIDS when it has none */
export function leafOf({ categories }: { readonly categories: readonly { readonly id: string }[] }): string {
  const leaf = categories.at(-1);
  if (leaf === undefined)
    throw new AppError('STATE_FORBIDS', 'The product has no category.', { path: ['input', 'id'] });
  return leaf.id;
}
