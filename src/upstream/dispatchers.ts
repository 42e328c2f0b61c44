import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { revealSecret } from '../tenants/reveal-secret.js';
import type { Secret } from '../tenants/secret.js';
import { EgressDenied } from './classify.js';
import type { EndSignal } from './ending.js';
import { type LineKeyParts, lineKey } from './line-key.js';
import { publicLookup, refusePrivateHost } from './public-address.js';
import { MAX_BODY_BYTES } from './read-json.js';

/** Where a call's bytes go: the line they belong to, the platform's origin, and the proxy in between. */
export interface Destination {
  readonly line: LineKeyParts;
  /** Scheme, host and port of the platform. */
  readonly origin: string;
  readonly proxy: ProxyHop | null;
}

/** A proxy in between. Bytes go through it or not at all (reliability R27). */
export interface ProxyHop {
  /** `http(s)://host:port`, with a user's name before the host where it wants one. */
  readonly url: string;
  readonly password: Secret | null;
}

/** One attempt as bytes. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: EndSignal;
  /** Called when the request is on its connection and the next thing is its first byte. */
  readonly onStart: () => void;
  /** Called when the head of the answer has come. */
  readonly onHeaders: () => void;
}

/** An answer as bytes. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Settings of the pools. */
export interface DispatcherOptions {
  /** Whether private and loopback addresses may be connected to. */
  readonly allowPrivate: boolean;
  /** `host:port` of each proxy that may be used; any when absent. */
  readonly proxyHosts?: readonly string[];
  /** Milliseconds to connect in, TLS included; 2 s unless told. */
  readonly connectMs?: number;
  /** Connections of one pool; 64 unless told. */
  readonly connections?: number;
  /** Most pools alive at once; the one idle longest is closed first. 500 unless told. */
  readonly maxPools?: number;
  /** A pool unused for so long is closed; five minutes unless told. */
  readonly idleMs?: number;
}

/** Sends bytes; pools are never shared between tenants (reliability R4). */
export interface Dispatchers {
  /** @throws EgressDenied, the transport's errors, or the signal's reason, at once when it is aborted */
  send(destination: Destination, request: WireRequest): Promise<WireAnswer>;
  /** How many pools are alive. */
  readonly size: number;
  /** Closes all pools; calls in flight are finished first. */
  close(): Promise<void>;
}

/** An idle timer only, a try has a total time of its own: this catches a socket that nobody waits for any more. */
const STALL_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Makes the pools. No redirects, retries, caches or decompression: one request is one request (reliability R18). */
export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const closing = new Set<Promise<void>>();
  const retire = (pool: Dispatcher): void => {
    const closed = pool.close().catch(() => pool.destroy());
    closing.add(closed);
    void closed.finally(() => closing.delete(closed));
  };
  const pools = new LRUCache<string, Dispatcher>({
    max: options.maxPools ?? 500,
    ttl: options.idleMs ?? 5 * 60_000,
    updateAgeOnGet: true,
    ttlAutopurge: false,
    dispose: retire,
  });
  // A line sends to one and the same destination object, so that its key is built once.
  const keys = new WeakMap<Destination, string>();
  const keyOf = (destination: Destination): string => {
    const known = keys.get(destination);
    if (known !== undefined) return known;
    const { line, origin, proxy } = destination;
    const key = lineKey({ ...line, operation: origin, ...(proxy === null ? {} : { proxy: proxyName(proxy) }) });
    keys.set(destination, key);
    return key;
  };
  const poolOf = (destination: Destination): Dispatcher => {
    const key = keyOf(destination);
    const known = pools.get(key);
    if (known !== undefined) return known;
    pools.purgeStale();
    const made = makePool(destination, options);
    pools.set(key, made);
    return made;
  };
  return {
    send: (destination, request) =>
      new Promise((resolve, reject) => {
        const { signal, method, path, headers, body } = request;
        if (signal.aborted) return reject(signal.reason);
        const pool = poolOf(destination);
        // A pool that goes through a proxy adds to the headers it is given.
        const bytes = { origin: destination.origin, method, path, headers: { ...headers }, body };
        pool.dispatch(bytes, new Exchange(request, resolve, reject));
      }),
    get size() {
      pools.purgeStale();
      return pools.size;
    },
    async close() {
      pools.clear();
      await Promise.all(closing);
    },
  };
}

/** A proxy with another password is another proxy. */
const proxyName = ({ url, password }: ProxyHop): string =>
  password === null ? url : `${url} ${createHash('sha256').update(revealSecret(password)).digest('base64')}`;

function checkProxy({ url }: ProxyHop, { allowPrivate, proxyHosts }: DispatcherOptions): void {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new EgressDenied('a proxy speaks http or https');
  const address = `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
  if (proxyHosts?.includes(address) === false) throw new EgressDenied('the proxy is not in the list');
  if (!allowPrivate) refusePrivateHost(new URL(url));
}

function proxyToken({ url, password }: ProxyHop): { token?: string } {
  const user = decodeURIComponent(new URL(url).username);
  if (password === null) return {};
  return { token: `Basic ${Buffer.from(`${user}:${revealSecret(password)}`).toString('base64')}` };
}

function makePool({ origin, proxy }: Destination, options: DispatcherOptions): Dispatcher {
  if (!options.allowPrivate) refusePrivateHost(new URL(origin));
  if (proxy !== null) checkProxy(proxy, options);
  const connect = {
    timeout: options.connectMs ?? 2000,
    rejectUnauthorized: true,
    ...(options.allowPrivate ? {} : { lookup: publicLookup() }),
  };
  const limits = {
    connections: options.connections ?? 64,
    pipelining: 1,
    headersTimeout: STALL_MS,
    bodyTimeout: STALL_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    maxResponseSize: MAX_BODY_BYTES,
    allowH2: false,
  };
  return proxy === null
    ? new Pool(origin, { ...limits, connect })
    : new ProxyAgent({
        ...limits,
        uri: proxy.url,
        proxyTunnel: true,
        proxyTls: connect,
        ...proxyToken(proxy),
      });
}

/**
 * The course of one request on its connection: tells how far it is, and gathers the answer. It lets go of both when it is
 * over: whoever still holds it then, as undici's queues may, holds neither bytes nor request by it.
 */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private head: Pick<WireAnswer, 'status' | 'headers'> = { status: 0, headers: {} };
  private chunks: Buffer[] = [];
  /** Who waits; null when it is over. */
  private waiting: {
    readonly request: WireRequest;
    readonly resolve: (answer: WireAnswer) => void;
    readonly reject: (reason: unknown) => void;
  } | null;
  /** Why it was ended before its answer had come. */
  private endedFor: Error | null = null;

  constructor(request: WireRequest, resolve: (answer: WireAnswer) => void, reject: (reason: unknown) => void) {
    this.waiting = { request, resolve, reject };
    request.signal.addEventListener('abort', this.abort, { once: true });
  }

  /** undici tells it when it puts the request on a connection; until then not a byte of it has left. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.endedFor === null) this.waiting?.request.onStart();
    else controller.abort(this.endedFor);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: WireAnswer['headers']): void {
    if (status < 200) return;
    this.head = { status, headers };
    this.waiting?.request.onHeaders();
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.waiting !== null) this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { head, chunks } = this;
    const waiting = this.end();
    const [first, ...others] = chunks;
    waiting?.resolve({ ...head, body: first !== undefined && others.length === 0 ? first : Buffer.concat(chunks) });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.end()?.reject(error);
  }

  /** Ends at once: undici would notice the end of a request that waits for a connection only when it gets one. */
  private readonly abort = (): void => {
    const reason = this.waiting?.request.signal.reason;
    this.endedFor = reason instanceof Error ? reason : new Error('the request ended');
    this.end()?.reject(reason);
    this.controller?.abort(this.endedFor);
  };

  /** Lets go. @returns who waited, once */
  private end(): Exchange['waiting'] {
    const { waiting } = this;
    this.waiting = null;
    this.chunks = [];
    waiting?.request.signal.removeEventListener('abort', this.abort);
    return waiting;
  }
}
