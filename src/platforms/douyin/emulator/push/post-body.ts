import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isObject, parse } from '../protocol/wire-json.js';

/** How a try ended. `status` is null when no complete answer came in time. */
export interface PostResult {
  readonly acknowledged: boolean;
  readonly status: number | null;
}

/** Largest answer that is read. */
const MAX_ANSWER = 64 * 1024;

/**
 * Posts a body and waits for the acknowledgement: HTTP 200 with `{"code":0}` in time (specification e.1).
 * @returns the result, never a rejection; and a way to break it off
 */
export function postBody(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): { readonly done: Promise<PostResult>; readonly abort: () => void } {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  let call: ClientRequest | null = null;
  const done = new Promise<PostResult>((resolve) => {
    const lost = () => resolve({ acknowledged: false, status: null });
    try {
      const bytes = Buffer.from(body);
      call = send(url, { method: 'POST', headers: { ...headers, 'content-length': bytes.length } }, (response) => {
        const pieces: Buffer[] = [];
        let size = 0;
        response.on('data', (piece: Buffer) => {
          size += piece.length;
          if (size <= MAX_ANSWER) pieces.push(piece);
        });
        response.on('error', lost);
        response.on('close', lost);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const text = Buffer.concat(pieces).toString('utf8');
          resolve({ acknowledged: status === 200 && isAcknowledgement(text), status });
        });
      });
      const timer = setTimeout(() => call?.destroy(), timeoutMs);
      call.on('error', lost);
      call.on('close', () => {
        clearTimeout(timer);
        lost();
      });
      call.end(bytes);
    } catch {
      lost();
    }
  });
  return { done, abort: () => call?.destroy() };
}

function isAcknowledgement(text: string): boolean {
  try {
    const answer = parse(text);
    return isObject(answer) && answer['code'] === 0;
  } catch {
    return false;
  }
}
