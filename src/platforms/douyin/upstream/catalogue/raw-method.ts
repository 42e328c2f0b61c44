import { AppError } from '../../../../errors/app-error.js';
import type { Catalogue, CataloguedMethod } from './catalogue.js';
import { type DouyinMethod, privateRead, write } from './douyin-method.js';
import { METHODS } from './methods.js';

const PATH = ['input', 'method'];

/**
 * The method that a raw call names.
 * @throws AppError INVALID_INPUT with the path of the argument, for a name that is not in the catalogue, or one that only this
 * gateway calls
 */
export function callableMethod(catalogue: Catalogue, name: string): CataloguedMethod {
  const method = catalogue.get(name);
  if (method?.isCallable) return method;
  const constraint = method === undefined ? 'a catalogued method, in the same case' : 'no method that makes tokens';
  throw new AppError('INVALID_INPUT', `method must be ${constraint}.`, { path: PATH, constraint });
}

/**
 * The method as the endpoint of a raw call. Nothing is known of its parameters' meaning: a write is never repeated, even where
 * a call of our own making could be, and no answer is shared. What is known of the answer holds: whoever calls gets it whole.
 */
export const rawMethod = ({ name, kind }: CataloguedMethod): DouyinMethod =>
  kind === 'read' ? privateRead(name) : write(name, { tellsEach: tellsEach(name) });

const tellsEach = (name: string): boolean =>
  Object.values(METHODS).some((method) => method.methodName === name && method.tellsEach);
