import { AppError } from '../../../../errors/app-error.js';
import { numberOf } from '../rejections.js';

/** What a number of the platform means to the caller of a write. */
export interface WriteRefusal {
  readonly code: 'STATE_FORBIDS' | 'NOT_FOUND' | 'INVALID_INPUT' | 'ALREADY_EXISTS' | 'UNSUPPORTED_COMBINATION';
  /** One sentence. */
  readonly says: string;
  /** What of the input it is about; the write tells where that stands in its arguments. */
  readonly about: string;
}

/** Refusals by their number, which stands after the colon of the sub code; what is not here stays UPSTREAM_REJECTED. */
export type WriteRefusals = Readonly<Record<string, WriteRefusal>>;

/** Where in the arguments the things stand that refusals are about; one that is not here has no path. */
export type RefusalPaths = Readonly<Record<string, readonly string[]>>;

/** A row of a table. */
export const refusal =
  (code: WriteRefusal['code'], about: string) =>
  (says: string): WriteRefusal => ({ code, says, about });

/** A refusal of a table as an error of this gateway's own, for what is known before anything is sent. */
export function refusalError({ code, says, about }: WriteRefusal, paths: RefusalPaths, nodeId?: string): AppError {
  const path = paths[about];
  return new AppError(code, says, {
    ...(path === undefined ? {} : { path }),
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(code === 'INVALID_INPUT' ? { constraint: says } : {}),
  });
}

/**
 * The same error in the words of a table, with the platform's fault still in it. Errors that say nothing certain, and numbers
 * that are not in the table, stay as they are.
 */
export function inWordsOf(refusals: WriteRefusals, paths: RefusalPaths, error: unknown): unknown {
  if (!(error instanceof AppError) || (error.code !== 'UPSTREAM_REJECTED' && error.code !== 'NOT_FOUND')) return error;
  const row = refusals[numberOf(error.detail.fault?.subCode ?? '')];
  if (row === undefined) return error;
  const told = refusalError(row, paths);
  return new AppError(told.code, told.message, { ...error.detail, ...told.detail, cause: error });
}

/** What a write answers, its refusals in the words of a table. @throws as the write, or as `inWordsOf` */
export async function refusedAs<T>(refusals: WriteRefusals, paths: RefusalPaths, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw inWordsOf(refusals, paths, error);
  }
}
