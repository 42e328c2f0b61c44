import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import type { PushObserver, PushRefusal } from '../push/observer.js';
import type { PushReceiver, Receipt } from '../push/receiver.js';
import type { Shop } from '../tenants/shop.js';
import { HttpRefusal } from './http-refusal.js';

/** Largest body, in bytes (reliability section 2). */
const MAX_BODY = 1024 * 1024;
/** Bytes of bodies that are held at once. */
const MAX_HELD = 64 * 1024 * 1024;
/** From a body's arrival to its answer; a platform gives up after 5 s (reliability section 5). */
const BUDGET_MS = 3_000;

/** What the endpoint works with. */
export interface PushEndpointOptions {
  readonly receiver: Pick<PushReceiver, 'find' | 'receive'>;
  readonly observer: PushObserver;
  /** Milliseconds; 3 000 unless told. */
  readonly budgetMs?: number;
}

interface Arrival {
  readonly shop: Shop;
  /** Monotonic. */
  readonly at: number;
}

/**
 * Adds `POST /push/<platform>/<push id>`. An address that is nobody's is answered like any other that is not there, before its
 * body is read; what the body is called does not count, since it is judged by its signature.
 */
export function addPushEndpoint(server: FastifyInstance, options: PushEndpointOptions): void {
  const { receiver, observer, budgetMs = BUDGET_MS } = options;
  const arrivals = new WeakMap<FastifyRequest, Arrival>();
  let held = 0;
  server.route<{ Params: { platform: string; pushId: string } }>({
    method: server.supportedMethods,
    url: '/push/:platform/:pushId',
    bodyLimit: MAX_BODY,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      const at = performance.now();
      if (request.method !== 'POST')
        throw new HttpRefusal(405, 'INVALID_INPUT', 'Only POST is allowed here.', { allow: 'POST' });
      const shop = await receiver.find(request.params.platform, request.params.pushId);
      if (shop === null) {
        observer.refused('NONE', 'unknown_address');
        throw new HttpRefusal(404, 'NOT_FOUND', 'There is nothing at this address.');
      }
      const size = sizeOf(request);
      if (held + size > MAX_HELD) {
        observer.refused(shop.platform, 'overloaded');
        throw overloaded();
      }
      held += size;
      reply.raw.once('close', () => {
        held -= size;
      });
      arrivals.set(request, { shop, at });
      request.raw.headers['content-type'] = 'application/json';
    },
    handler: async (request, reply) => {
      const arrival = arrivals.get(request);
      if (arrival === undefined) throw new Error('a push message came past its address');
      const { shop, at } = arrival;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const refuse = (reason: PushRefusal): HttpRefusal => {
        observer.refused(shop.platform, reason);
        return overloaded();
      };
      let receipt: Receipt | null;
      try {
        const receiving = receiver.receive(shop, body, (name) => headerOf(request, name));
        receipt = await within(receiving, at + budgetMs - performance.now());
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'STORAGE_UNAVAILABLE') throw refuse('storage');
        if (error.code === 'OVERLOADED') throw refuse('overloaded');
        throw error;
      }
      if (receipt === null) throw refuse('late');
      if (receipt.status === 200) observer.acknowledged(shop.platform, (performance.now() - at) / 1000);
      return answer(reply, receipt);
    },
  });
}

/** A platform repeats what is answered with 5xx. */
const overloaded = (): HttpRefusal =>
  new HttpRefusal(503, 'OVERLOADED', 'The message cannot be stored now; send it again.', { 'retry-after': '1' });

/** Bytes that a body may have; of one that does not say, as much as is allowed. */
function sizeOf(request: FastifyRequest): number {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) && length >= 0 ? Math.min(length, MAX_BODY) : MAX_BODY;
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Null: the time is over. What goes on then is stored all the same, and its repeat is a duplicate. */
async function within(receiving: Promise<Receipt>, milliseconds: number): Promise<Receipt | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([receiving, over]);
  } finally {
    clearTimeout(timer);
  }
}

const answer = (reply: FastifyReply, { status, body }: Receipt): FastifyReply =>
  reply.code(status).type('application/json; charset=utf-8').send(body);
