import { AppError } from '../errors/app-error.js';

/** Runs one write per object at a time. */
export interface ObjectLock {
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** A write that was done is done, whatever becomes of reading it back: the failure is kept for the payload's field. */
export async function readBack<T>(read: () => Promise<T | null>): Promise<{ record: T | null; failure: unknown }> {
  try {
    return { record: await read(), failure: null };
  } catch (error) {
    return { record: null, failure: error };
  }
}

/** A payload field that fails by itself when it is selected: `errors[]` tells that reading back failed, the write stands. */
export const failing =
  (failure: unknown): (() => never) =>
  () => {
    throw failure;
  };

/** Refusals that only the id can be the cause of point at it. */
export async function atId<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isBare = error instanceof AppError && error.code === 'NOT_FOUND' && error.detail.path === undefined;
    throw isBare ? error.with({ path: ['input', 'id'] }) : error;
  }
}
