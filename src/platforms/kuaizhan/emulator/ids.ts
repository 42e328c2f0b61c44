import { createHash } from 'node:crypto';

/** Makes ids like the platform's: URL-safe base64 of a 12-byte ObjectId, the first 4 bytes the second of creation. */
export class IdSource {
  private readonly machine: Buffer;
  private counter: number;

  /** @param seed the same seed and times give the same ids */
  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    this.machine = digest.subarray(0, 5);
    this.counter = digest.readUIntBE(5, 3);
  }

  /** The next id, for something made at this time (epoch milliseconds). */
  next(epochMs: number): string {
    this.counter = (this.counter + 1) & 0xffffff;
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(Math.floor(epochMs / 1000) >>> 0);
    this.machine.copy(bytes, 4);
    bytes.writeUIntBE(this.counter, 9, 3);
    return bytes.toString('base64url');
  }
}
