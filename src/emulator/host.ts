import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../log/logger.js';
import type { Answer, Dialect, EmulatedRequest, Route } from './answer.js';
import { CONTROL_PREFIX, control } from './control.js';
import { type Delivery, misbehave, send } from './delivery.js';
import type { Faults } from './faults.js';
import type { Journal } from './journal.js';
import { Waits } from './waits.js';

/** What a host is made of. */
export interface EmulatorHostOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 (any free port) unless told. */
  readonly port?: number;
  readonly routes: readonly Route[];
  readonly journal: Journal;
  readonly faults: Faults;
  readonly dialect: Dialect;
  /** Milliseconds between the operation and its answer; 0 unless told. */
  readonly latencyMs?: number;
  /** Clock of the journal, epoch milliseconds. */
  readonly now?: () => number;
  /** Puts the platform's state back to the seed, for `POST /_control/reset`. */
  readonly reset?: () => void;
  /** Answers where no route fits; null, or when there is none, is a bare 404, or 405 for a known path. */
  readonly otherwise?: (request: EmulatedRequest) => Answer | null;
  readonly log?: Logger;
}

/** A running host. */
export interface EmulatorHost {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and breaks all connections, so that the next connect is refused by the operating system. */
  readonly refuseConnections: () => Promise<void>;
  /** Listens again on the same port. */
  readonly acceptConnections: () => Promise<void>;
  /** Ends held and slow requests, connections and the listener. */
  readonly close: () => Promise<void>;
}

/** A stand-in takes no larger request than a client may read as an answer. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Serves routes over plain HTTP, keeps the journal, plays the faults. Knows no platform. */
export async function createEmulatorHost(options: EmulatorHostOptions): Promise<EmulatorHost> {
  const { journal, faults, dialect, log } = options;
  const now = options.now ?? Date.now;
  const latencyMs = options.latencyMs ?? 0;
  const waits = new Waits();
  const routes = new Map(options.routes.map((route) => [`${route.method} ${route.path}`, route]));
  const paths = new Set(options.routes.map((route) => route.path));

  const answerTo = (operation: string, request: EmulatedRequest): Answer => {
    try {
      const route = routes.get(operation);
      if (route !== undefined) return route.handle(request);
      return options.otherwise?.(request) ?? bare(paths.has(request.path) ? 405 : 404);
    } catch (error) {
      log?.error({ err: error, operation }, 'the emulator failed');
      return bare(500);
    }
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = message.method ?? 'GET';
    const [path, search] = splitTarget(message.url ?? '/');
    const body = await readBody(message);
    if (path.startsWith(CONTROL_PREFIX)) {
      const answer = control(method, path, body, { journal, faults, reset: () => options.reset?.() });
      response.writeHead(answer.status ?? 200, { 'content-type': answer.contentType }).end(answer.body);
      return;
    }
    const operation = `${method} ${path}`;
    const request: EmulatedRequest = {
      method,
      path,
      query: new URLSearchParams(search),
      headers: message.headers,
      body,
      effect: (kind, id) => journal.note(entry, kind, id),
      whenAnswered: (then) => response.once('close', then),
    };
    const { caller, names, params } = dialect.identify(request);
    const entry = journal.open({ at: now(), method, path, operation, params, caller });
    response.once('close', () => {
      if (entry.outcome === 'pending') entry.outcome = response.writableFinished ? 'answered' : 'abandoned';
    });
    const operate = async () => {
      const answer = answerTo(operation, request);
      if (latencyMs > 0) await waits.sleep(latencyMs);
      return answer;
    };
    const delivery: Delivery = { response, entry, dialect, faults, waits, operate };
    const rule = faults.choose(operation, names);
    if (rule === null) return send(delivery, await operate());
    entry.fault = rule.fault;
    await misbehave(rule, delivery);
  };

  const server = createServer({ keepAliveTimeout: 30_000 }, (message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A client that leaves in the middle of its request is no fault of ours.
      if (!message.destroyed) log?.error({ err: error }, 'the emulator could not answer');
      response.destroy();
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, options.host ?? '127.0.0.1', () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen(options.port ?? 0);
  const address = server.address() as AddressInfo;
  const authority = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${authority}:${address.port}`,
    port: address.port,
    refuseConnections: stop,
    acceptConnections: () => listen(address.port),
    close: async () => {
      const stopped = stop();
      faults.clear();
      waits.end();
      await stopped;
    },
  };
}

function splitTarget(target: string): [path: string, search: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new RangeError('request body too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** An answer without an envelope, as a web server in front of the platform would give it. */
const bare = (status: number): Answer => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body: Buffer.from(`<html><body><h1>${status}</h1></body></html>`),
  result: null,
});
