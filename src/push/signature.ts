import { timingSafeEqual } from 'node:crypto';

/** What a signature header is made of; case does not count. */
const HEX = /^[0-9a-f]+$/i;

/**
 * A signature written in hex.
 * @param text what the header says
 * @param bytes length of the signature
 * @returns null for anything but exactly twice as many hex characters
 */
export const hexSignature = (text: string, bytes: number): Buffer | null =>
  text.length === 2 * bytes && HEX.test(text) ? Buffer.from(text, 'hex') : null;

/**
 * Whether a signature is one of those expected. All are compared, and each in constant time, so that the time tells neither
 * which one was near nor how near it was. They are of one length, since `timingSafeEqual` throws for others.
 */
export function isOneOf(given: Uint8Array, expected: readonly Uint8Array[]): boolean {
  let found = false;
  for (const one of expected) found = (one.length === given.length && timingSafeEqual(one, given)) || found;
  return found;
}
