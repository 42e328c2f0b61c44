import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { textOf } from '../wire.js';
import { isCiphertext } from './order-privacy.js';
import { WIRE_RECIPIENT } from './recipient-record.js';

const WireRecipient = Type.Object(WIRE_RECIPIENT);
type Wire = Static<typeof WireRecipient>;

/**
 * The private parts of a recipient as the platform encrypted them (its page, f.7): what waybills are made with, and what
 * `order.batchDecrypt` takes. They stand on the prototype alone: no spread, no JSON text and no logger shows them.
 */
export class RecipientCiphers {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Null where the order has none. */
  get name(): string | null {
    return cipherOf(this.#wire.encrypt_post_receiver, this.#wire.post_receiver);
  }

  /** Null where the order has none. */
  get phone(): string | null {
    return cipherOf(this.#wire.encrypt_post_tel, this.#wire.post_tel);
  }

  /** The last part of the address, below the street; null where the order has none. */
  get detail(): string | null {
    return cipherOf(this.#wire.post_addr?.encrypt_detail, this.#wire.post_addr?.detail);
  }
}

/** Ciphertexts by the record that was read beside them; a record that goes takes them with it. */
const CIPHERS = new WeakMap<object, RecipientCiphers>();

/** Lets the ciphertexts of an order be found by its record. */
export function withCiphers<T extends object>(record: T, wire: Wire): T {
  CIPHERS.set(record, new RecipientCiphers(wire));
  return record;
}

/**
 * The ciphertexts of an order that was read by its id (`getOrder`).
 * @returns null for a row of a list, whose ciphertexts nobody needs
 */
export const ciphersOf = (record: object): RecipientCiphers | null => CIPHERS.get(record) ?? null;

/** A field of its own holds a ciphertext whatever its shape; the field beside it may hold a clear text. */
function cipherOf(own: Wire['post_tel'], beside: Wire['post_tel']): string | null {
  const cipher = textOf(own);
  if (cipher !== null) return cipher;
  const text = textOf(beside);
  return text !== null && isCiphertext(text) ? text : null;
}
