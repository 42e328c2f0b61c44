import { inspect } from 'node:util';

const REDACTED = '[redacted]';
const values = new WeakMap<Secret, string>();

/**
 * A value that must never be printed: every way of turning it into text gives `[redacted]` (reliability R14).
 * Only `reveal-secret.ts` reads it, and an import rule names who may call that.
 */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  /** For `reveal-secret.ts` alone. */
  static valueOf(secret: Secret): string {
    const value = values.get(secret);
    if (value === undefined) throw new TypeError('not a secret made here');
    return value;
  }
}
