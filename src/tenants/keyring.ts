import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The keyring cannot be read, or is not the one the store was sealed with. The message is one line for the operator. */
export class KeyringError extends Error {
  constructor(problem: string) {
    super(`MASTER_KEYS: ${problem}`);
    this.name = 'KeyringError';
  }
}

/** Wraps and unwraps data keys with master keys, which it never gives away; a key service can take its place. */
export interface KeyProvider {
  /** Id of the master key that wraps new data keys. */
  readonly currentId: string;
  has(id: string): boolean;
  /** Wraps with the current key; `bound` must be the same when it is unwrapped. */
  wrap(plain: Uint8Array, bound: string): Promise<string>;
  /** @throws KeyringError for an unknown key, a wrong key, or a text that was changed or bound to something else */
  unwrap(id: string, wrapped: string, bound: string): Promise<Buffer>;
}

const ENTRY = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads `id:base64(32 bytes)[,...]`; the first key is current.
 * @throws KeyringError that names the entry by its place and never by its text
 */
export function parseKeyring(text: string): KeyProvider {
  const keys = new Map<string, Buffer>();
  const entries = text.trim().split(',');
  for (const [index, entry] of entries.entries()) {
    const place = `entry ${index + 1} of ${entries.length}`;
    const [, id, base64] = ENTRY.exec(entry.trim()) ?? [];
    if (id === undefined || base64 === undefined) {
      throw new KeyringError(`${place} is not id:base64 with 32 bytes in standard base64`);
    }
    if (keys.has(id)) throw new KeyringError(`${place} repeats an id`);
    keys.set(id, Buffer.from(base64, 'base64'));
  }
  return new Keyring(keys);
}

class Keyring implements KeyProvider {
  readonly currentId: string;

  constructor(private readonly keys: ReadonlyMap<string, Buffer>) {
    this.currentId = keys.keys().next().value ?? '';
  }

  has(id: string): boolean {
    return this.keys.has(id);
  }

  async wrap(plain: Uint8Array, bound: string): Promise<string> {
    return encrypt(this.key(this.currentId), plain, bound);
  }

  async unwrap(id: string, wrapped: string, bound: string): Promise<Buffer> {
    const plain = decrypt(this.key(id), wrapped, bound);
    if (plain === null) throw new KeyringError('a key of this keyring is not the one that sealed the store');
    return plain;
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new KeyringError('a key that sealed the store is missing from this keyring');
    return key;
  }
}

const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a random 96-bit nonce (reliability R12); `bound` is authenticated, not stored. */
export function encrypt(key: Uint8Array, plain: Uint8Array, bound: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${FORMAT}.${sealed.toString('base64url')}`;
}

/** Null when the key, the text or what it is bound to is not what it was. */
export function decrypt(key: Uint8Array, text: string, bound: string): Buffer | null {
  const [format, body, ...rest] = text.split('.');
  const bytes = Buffer.from(body ?? '', 'base64url');
  if (format !== FORMAT || rest.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
