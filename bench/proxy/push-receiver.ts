import { createHash, timingSafeEqual } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';

interface Waiting {
  readonly body: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const NEW_LINE = Buffer.from('\n');

/**
 * What the intake of messages is compared with: the signature verified, the body appended to one file as it came, and the disk
 * waited for once for all bodies that came in the meantime. Nothing is parsed, told apart from what came before, or told.
 */
export class PushReceiver {
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(
    /** Of the apps, by their ids. */
    private readonly secrets: ReadonlyMap<string, string>,
    private readonly file: FileHandle,
  ) {}

  /** Takes a body. @returns whether it is signed; it is on disk then */
  async take(headers: IncomingHttpHeaders, body: Buffer): Promise<boolean> {
    const appId = String(headers['app-id']);
    const secret = this.secrets.get(appId);
    if (secret === undefined) return false;
    const wanted = createHash('md5').update(appId).update(body).update(secret).digest();
    const given = Buffer.from(String(headers['event-sign']), 'hex');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ body, resolve, reject });
      if (!this.isBusy) void this.append();
    });
    return true;
  }

  private async append(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.file.appendFile(Buffer.concat(group.flatMap(({ body }) => [body, NEW_LINE])));
        await this.file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.isBusy = false;
  }
}
