import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as a receiver reads it: `data` is what stood in the string, ids as text. */
export interface Received {
  readonly tag: unknown;
  readonly msgId: string;
  readonly data: Record<string, unknown>;
}

/** One body that came. */
export interface ReceivedBody {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly messages: readonly Received[];
}

const exactly = (text: string): unknown => JSON.parse(text.replace(/([:[,])(\d{16,})(?=[,\]}])/g, '$1"$2"'));

/** Where pushes go in these tests: keeps bodies, answers as told. */
export async function startReceiver() {
  const bodies: ReceivedBody[] = [];
  const settings = {
    answer: (response: ServerResponse) => {
      response.end('{"code":0,"msg":"success"}');
    },
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      const list = JSON.parse(text) as { tag: unknown; msg_id: string; data: unknown }[];
      const messages = list.map(({ tag, msg_id, data }) => ({
        tag,
        msgId: msg_id,
        data: (typeof data === 'string' && data.startsWith('{') ? exactly(data) : { data }) as Received['data'],
      }));
      bodies.push({ headers: request.headers, text, messages });
      settings.answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`,
    bodies,
    /** Messages but the probe. */
    messages: () => bodies.flatMap(({ messages }) => messages).filter(({ tag }) => tag !== '0'),
    tags: () => bodies.flatMap(({ messages }) => messages.map(({ tag }) => tag)).filter((tag) => tag !== '0'),
    settings,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** `event-sign` by the specification (e.1). */
export const eventSign = (appKey: string, text: string, appSecret: string): string =>
  createHash('md5').update(`${appKey}${text}${appSecret}`).digest('hex');
