import { AppError } from '../../../../errors/app-error.js';

/** The answer of a call for one object by its id; null when the platform says that there is none. */
export async function nullIfMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
