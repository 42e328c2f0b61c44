import { createHmac } from 'node:crypto';

/** Kinds of personal data; the number is `data_type` of a decryption. */
export const SECRET_KINDS = { address: 1, name: 2, tel: 3, idCard: 4 } as const;
/** A kind of personal data. */
export type SecretKind = keyof typeof SECRET_KINDS;

/** What a ciphertext stands for. */
export interface Secret {
  readonly kind: SecretKind;
  readonly plain: string;
}

/**
 * Ciphertexts of a shop's personal data in the shapes of specification f.7. The same plain text gives the same ciphertext in
 * a shop and another one elsewhere, so equal receivers compare equal.
 */
export class Vault {
  private readonly byPlain = new Map<string, string>();
  private readonly byCipher = new Map<string, Secret>();
  private readonly virtuals = new Map<string, string>();

  constructor(private readonly shopId: string) {}

  encrypt(kind: SecretKind, plain: string): string {
    if (plain === '') return '';
    const known = this.byPlain.get(`${kind}:${plain}`);
    if (known !== undefined) return known;
    const digest = createHmac('sha512', `vault of ${this.shopId}`).update(`${kind}:${plain}`).digest();
    const cipher = digest.subarray(0, 42).toString('base64');
    const index = digest.subarray(48, 64).toString('base64');
    return this.keep(kind, plain, kind === 'tel' ? `$$${cipher}*${index}$1$$` : `##${cipher}*${index}#1##`);
  }

  /** Fixes the ciphertext of a plain text, and the virtual number of a phone; for seeds. */
  keep(kind: SecretKind, plain: string, cipher: string, virtual?: string): string {
    if (virtual !== undefined) this.virtuals.set(cipher, virtual);
    this.byPlain.set(`${kind}:${plain}`, cipher);
    this.byCipher.set(cipher, { kind, plain });
    return cipher;
  }

  /** The virtual number `A-B` that stands for a phone. */
  virtualNumber(cipher: string): string {
    const digest = createHmac('sha256', `virtual numbers of ${this.shopId}`).update(cipher).digest();
    return (
      this.virtuals.get(cipher) ??
      `1840000${1000 + (digest.readUInt32BE(0) % 9000)}-${1000 + (digest.readUInt32BE(4) % 9000)}`
    );
  }

  /** What a ciphertext of this shop stands for. */
  open(cipher: string): Secret | undefined {
    return this.byCipher.get(cipher);
  }
}

/** A plain text as it may be shown: `张*`, `1********01`, and an address without its numbers. */
export function masked({ kind, plain }: Secret): string {
  if (plain === '') return '';
  if (kind === 'name') return `${[...plain][0] ?? ''}*`;
  if (kind === 'tel') return `${plain.slice(0, 1)}${'*'.repeat(Math.max(plain.length - 3, 1))}${plain.slice(-2)}`;
  if (kind === 'idCard') return `${plain.slice(0, 1)}${'*'.repeat(16)}${plain.slice(-1)}`;
  return '****号楼****室';
}
