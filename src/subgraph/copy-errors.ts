import { AppError, InputErrors } from '../errors/app-error.js';

/** Where in the input of a creation something stood that was refused, and where it came from. */
export interface CopyOrigins {
  /** Where the settings of the shop stand in the arguments. */
  readonly settingsPath: readonly string[];
  /** Fields of the creation's input that a caller tells by the settings; all others are of the item. */
  readonly settings: ReadonlySet<string>;
  /** The path by which the graph shows what a path of the creation's input was made of, e.g. `variants.3`. */
  readonly sourceOf: (path: readonly string[]) => string;
}

const SOURCE = ['input', 'sourceId'];

/**
 * An error of a creation in the words of a copy: a setting has its path, and what the item itself is refused for points at the item and
 * says which part it is. Errors without a path, and those that name a setting already, stay as they are.
 */
export function toldOfCopy(error: unknown, origins: CopyOrigins): unknown {
  if (error instanceof InputErrors) return new InputErrors(error.errors.map((one) => told(one, origins)));
  return error instanceof AppError ? told(error, origins) : error;
}

function told(error: AppError, { settings, settingsPath, sourceOf }: CopyOrigins): AppError {
  const [root, field, ...rest] = error.detail.path ?? [];
  if (root !== 'input' || field === undefined || field === settingsPath[1]) return error;
  if (settings.has(field)) return error.with({ path: [...settingsPath, field, ...rest] });
  const message = `${sourceOf([field, ...rest])} of the item: ${error.message}`;
  return new AppError(error.code, message, { ...error.detail, path: SOURCE, cause: error });
}
