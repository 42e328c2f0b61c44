import type { Answer } from '../../../emulator/answer.js';

/** The two server families behind the platform's host: they order the envelope and label its type differently. */
export type Family = 'python' | 'php';

/** A refusal by the platform's rules; becomes `ret` 1 and this text. Texts are a convention of this emulator. */
export class Refusal extends Error {}

/** A parameter that is there but cannot be taken. */
export const invalid = (what: string): Refusal => new Refusal(`invalid parameter: ${what}`);

/** A success. `data` is JSON text or the bytes of it. */
export function success(family: Family, message: string, data: string | Buffer): Answer {
  const msg = JSON.stringify(message);
  const [before, after] =
    family === 'python' ? [`{"msg":${msg},"data":`, ',"ret":0}'] : [`{"ret":0,"msg":${msg},"data":`, '}'];
  const body =
    typeof data === 'string'
      ? Buffer.from(before + data + after)
      : Buffer.concat([Buffer.from(before), data, Buffer.from(after)]);
  return { contentType: contentType(family), body, result: 0 };
}

/** A failure: no `data`, always HTTP 200. */
export function failure(family: Family, message: string, ret = 1): Answer {
  return { contentType: contentType(family), body: Buffer.from(JSON.stringify({ ret, msg: message })), result: ret };
}

/** The real content type is not stated; two are used so that nobody comes to rely on one. */
const contentType = (family: Family): string =>
  family === 'python' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
