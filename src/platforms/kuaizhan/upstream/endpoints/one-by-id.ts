import { AppError } from '../../../../errors/app-error.js';
import { Misfit } from '../../../../upstream/decode.js';

/** Null when the platform says that there is no such object. */
export async function nullIfMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/**
 * Where the platform echoes an id, it is checked (reliability R4): an answer to another question is no answer.
 * @throws Misfit
 */
export function refuseOtherId<T extends { readonly id: string }>(record: T, id: string): T {
  if (record.id !== id) throw new Misfit('', 'Expected the object that was asked for');
  return record;
}
