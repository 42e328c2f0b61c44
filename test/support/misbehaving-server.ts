import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** How one request is answered; it may do to the socket what it likes. */
export type Behaviour = (response: ServerResponse, request: SeenRequest) => void | Promise<void>;

/** A server on loopback whose answers are given one after the other; the last one stays. */
export class MisbehavingServer {
  readonly requests: SeenRequest[] = [];
  private script: Behaviour[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Answers in this order from now on, and forgets what was asked before. */
  behave(...script: Behaviour[]): void {
    this.script = script;
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      headers: request.headers,
    };
    this.requests.push(seen);
    const behaviour = this.script.length > 1 ? this.script.shift() : this.script[0];
    await behaviour?.(response, seen);
  }
}

/** A JSON answer; `body` may also be a text, sent as it is. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Bytes as they are. */
export const bytes =
  (body: Uint8Array): Behaviour =>
  (response) => {
    response.writeHead(200);
    response.end(body);
  };

/** No answer at all. */
export const silence: Behaviour = () => undefined;

/** The connection is reset without an answer. */
export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();

/** The connection is closed without an answer. */
export const hangUp: Behaviour = (response) => void response.socket?.destroy();

/** A body that ends before its announced length. */
export const cut =
  (text: string): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(text) + 100) });
    response.write(text, () => response.socket?.destroy());
  };

/** A byte now and then, without end. */
export const drip: Behaviour = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Any of them, later. */
export const after =
  (ms: number, behaviour: Behaviour): Behaviour =>
  (response, request) =>
    new Promise((resolve) => setTimeout(() => resolve(behaviour(response, request)), ms));
