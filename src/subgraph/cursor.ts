import { hash } from 'node:crypto';
import { AppError } from '../errors/app-error.js';

/** More than the longest position makes: the name of a shop, in the platform's writing. */
const MAX_LENGTH = 2048;

/**
 * Cursors are opaque: base64url of `[hash, position]`. The hash is of field, filter and position, so that a cursor of
 * another list, or one that was changed, is refused instead of misread (conventions C3). It is no signature: who makes a
 * cursor that fits only sees a page that may be asked for anyway.
 */
export class CursorCodec<P> {
  private readonly list: string;

  /**
   * @param list what the list is: field name, shop, canonical filter
   * @param isPosition checks what came back from a caller, who may have written anything
   */
  constructor(
    list: readonly unknown[],
    private readonly isPosition: (value: unknown) => value is P,
  ) {
    this.list = JSON.stringify(list);
  }

  /** Writes the cursor of a position. */
  encode(position: P): string {
    return Buffer.from(JSON.stringify([this.hashOf(position), position])).toString('base64url');
  }

  /**
   * Reads a cursor of this list.
   * @throws AppError INVALID_CURSOR with the argument's path, for anything this codec did not write
   */
  decode(cursor: string, argument: 'after' | 'before'): P {
    const position = this.read(cursor);
    if (position !== null) return position;
    throw new AppError('INVALID_CURSOR', undefined, { path: [argument] });
  }

  private hashOf(position: P): string {
    return hash('sha256', `${this.list}\n${JSON.stringify(position)}`, 'base64url').slice(0, 10);
  }

  private read(cursor: string): P | null {
    if (cursor.length > MAX_LENGTH) return null;
    try {
      const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
      if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'string') return null;
      const position: unknown = value[1];
      return this.isPosition(position) && this.encode(position) === cursor ? position : null;
    } catch {
      return null;
    }
  }
}

/** A position that is a row number. */
export const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
