import { AppError } from '../errors/app-error.js';
import type { WriteOptions } from './vocabulary/write-options.input.js';

const PATH = ['options', 'expectedVersion'];

/**
 * For writes that have no object before them: a version cannot hold.
 * @throws AppError UNSUPPORTED_COMBINATION when one is expected
 */
export function refuseVersion(options: WriteOptions | null | undefined): void {
  if (options?.expectedVersion != null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'This write has no object whose version could be expected.', {
      path: PATH,
    });
}

/**
 * @throws AppError CONFLICT with the present version when the caller expects another
 */
export function requireVersion(
  options: WriteOptions | null | undefined,
  object: { id: string; version: string },
): void {
  const { id: nodeId, version: currentVersion } = object;
  if (options?.expectedVersion != null && options.expectedVersion !== currentVersion)
    throw new AppError('CONFLICT', undefined, { path: PATH, nodeId, currentVersion });
}
