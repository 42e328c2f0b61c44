import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

/** What health and metrics are told from. */
export interface AdminServerOptions {
  readonly metrics: Metrics;
  /** Resolves while the process can do its work; rejects or says false otherwise. */
  readonly isReady: () => Promise<boolean>;
}

/** The listener for the operator, on loopback only. */
export interface AdminServer {
  /** @returns the port it listens on. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

/** Serves `/livez`, `/readyz` and `/metrics`. */
export function createAdminServer({ metrics, isReady }: AdminServerOptions): AdminServer {
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/livez': async (response) => answer(response, 200, 'application/json', '{"status":"ok"}'),
    '/readyz': async (response) => {
      const ready = await isReady().catch(() => false);
      answer(response, ready ? 200 : 503, 'application/json', `{"status":"${ready ? 'ready' : 'not ready'}"}`);
    },
    '/metrics': async (response) => {
      const { contentType, text } = await metrics.render();
      answer(response, 200, contentType, text);
    },
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    const route = routes[request.url?.split('?')[0] ?? ''];
    if (route === undefined) return answer(response, 404, 'text/plain', 'not found\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return answer(response, 405, 'text/plain', 'only GET\n');
    }
    route(response).catch(() => answer(response, 500, 'text/plain', 'failed\n'));
  });
  return {
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve());
      });
      return (server.address() as AddressInfo).port;
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
