import { type ValidationError, validateSync } from 'class-validator';
import { type GraphQLResolveInfo, getNamedType } from 'graphql';
import { AppError, InputErrors } from '../errors/app-error.js';

/**
 * Checks an input or argument class by its class-validator rules; type-graphql calls it for every argument.
 * @throws InputErrors, every broken rule with its path into the arguments and without the value (reliability R15)
 */
export function validateArgument(value: unknown, type: unknown, resolver: { info: GraphQLResolveInfo }): void {
  if (typeof value !== 'object' || value === null || typeof type !== 'function') return;
  const name = argumentName(type, resolver.info);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const errors = values.flatMap((item, index) => {
    if (typeof item !== 'object' || item === null) return [];
    const prefix = [...(name === null ? [] : [name]), ...(Array.isArray(value) ? [String(index)] : [])];
    return brokenRules(item, prefix);
  });
  if (errors.length > 0) throw new InputErrors(errors);
}

/** The class-validator rules that an input breaks, each with its path below `prefix` and without the value. */
export function brokenRules(item: object, prefix: readonly string[]): AppError[] {
  const found = validateSync(item, {
    skipMissingProperties: true,
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  return found.flatMap((error) => flatten(error, prefix));
}

/** The name of the argument of this input type; null for an `@ArgsType` class, whose properties are the arguments. */
function argumentName(type: { name: string }, info: GraphQLResolveInfo): string | null {
  const field = info.parentType.getFields()[info.fieldName];
  return field?.args.find((arg) => getNamedType(arg.type).name === type.name)?.name ?? null;
}

function flatten(error: ValidationError, above: readonly string[]): AppError[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {}).map(
    (constraint) => new AppError('INVALID_INPUT', `${sentence(constraint)}.`, { path, constraint }),
  );
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, path))];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
