import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../push/push-home.js';
import { startTinyGraph } from './start-tiny-graph.js';

/** A connection whose other end keeps its half open, and what came over it. */
function keptOpen(port: number, text: string): { socket: Socket; came: () => string; isClosed: () => boolean } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text));
  let came = '';
  let closed = false;
  socket.on('data', (bytes) => {
    came += bytes;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  return { socket, came: () => came, isClosed: () => closed };
}

const upgrade = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nhost: shop.example\r\nconnection: upgrade\r\nupgrade: websocket\r\n${more}\r\n`;
const HANDSHAKE = upgrade(
  '/graphql',
  'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n',
);
const REFUSED: [string, string, string][] = [
  ['an upgrade elsewhere', upgrade('/nothing'), '404 Not Found'],
  ['an upgrade of a foreign page', upgrade('/graphql', 'origin: https://evil.example\r\n'), '403 Forbidden'],
  ['a handshake that is none', upgrade('/graphql'), '400 Bad Request'],
  ['what is not HTTP', 'nonsense\r\n\r\n', '400 Bad Request'],
];

describe('a connection whose other end keeps it half open', () => {
  let graph: Awaited<ReturnType<typeof startTinyGraph>>;
  beforeEach(async () => {
    graph = await startTinyGraph();
  });
  let isStopped = false;
  afterEach(async () => {
    if (!isStopped) await graph.stop();
    isStopped = false;
  });
  it.each(REFUSED)('is let go of after %s', async (_name, text, status) => {
    const { socket, came, isClosed } = keptOpen(graph.port, text);
    await eventually(came, (heard) => heard.includes('\r\n\r\n'));
    expect(came()).toContain(`HTTP/1.1 ${status}\r\n`);
    // Whoever writes to what nobody holds any more is told so.
    const writing = setInterval(() => socket.write('x'), 50);
    expect(await eventually(isClosed, (closed) => closed, 3_000)).toBe(true);
    clearInterval(writing);
  });

  it.each([...REFUSED, ['a WebSocket', HANDSHAKE, '101 Switching Protocols']])(
    'does not keep the process from stopping after %s',
    async (_name, text, status) => {
      const { socket, came } = keptOpen(graph.port, text ?? '');
      await eventually(came, (heard) => heard.includes('\r\n\r\n'));
      expect(came()).toContain(`HTTP/1.1 ${status}\r\n`);
      isStopped = true;
      const at = performance.now();
      await graph.stop();
      expect(performance.now() - at).toBeLessThan(3_000);
      socket.destroy();
    },
    10_000,
  );
});
