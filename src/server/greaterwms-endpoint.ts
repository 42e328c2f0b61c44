import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RequestContext } from '../subgraph/request-context.js';
import type { Caller } from '../tenants/tenant.js';
import type { VerifyKey } from './authentication.js';
import { readCacheControl } from './cache-control.js';
import { requireJson } from './content-types.js';
import { proxyRequest, readSwitchBody, type SwitchRequest, sandboxRequest, switchEcho } from './greaterwms-body.js';
import { answerError, NO_SUCH_SHOP, Refused, refusalOf, sendJson } from './greaterwms-refusal.js';
import { startDeadline } from './request-deadline.js';
import type { CreateContext } from './through-engine.js';

/** What the endpoints work with. */
export interface GreaterWmsEndpointOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly verifyKey: VerifyKey;
  readonly createContext: CreateContext;
  /** Milliseconds. */
  readonly requestTimeoutMs: number;
  readonly log: Logger;
}

/** A switch with its proxies is a few hundred bytes. */
const MAX_BODY = 64 * 1024;
/** A key has about a hundred characters; anything longer is not looked at. */
const MAX_HEADER = 512;

const FIND = 'query GreaterWmsShop($tCode: String!) { shop(by: { tCode: $tCode }) { id } }';
const MOVES = {
  sandbox: `mutation GreaterWmsSandbox($input: ShopSandboxSetInput!) {
    moved: shopSandboxSet(input: $input) { shop { id } userErrors { code } } }`,
  proxy: `mutation GreaterWmsProxy($input: ShopProxySetInput!) {
    moved: shopProxySet(input: $input) { shop { id } userErrors { code } } }`,
} as const;

/**
 * Adds the two addresses that scripts of a GreaterWMS host know, `POST /shopid/douyin/sandbox/` and `.../proxy/`, with that
 * host's bodies and answers. They are another way to write two mutations of the graph, and go through it: scope, shop, audit,
 * journal, cost and mirror are those of the mutations (docs/decisions/021-greaterwms.md).
 */
export function addGreaterWmsEndpoint(server: FastifyInstance, options: GreaterWmsEndpointOptions): void {
  const add = (path: string, read: (value: unknown) => SwitchRequest): void => {
    const callers = new WeakMap<FastifyRequest, Caller>();
    server.route({
      method: server.supportedMethods,
      url: path,
      bodyLimit: MAX_BODY,
      exposeHeadRoute: false,
      errorHandler: (error, request, reply) => answerError(error, request, reply, options.log),
      onRequest: async (request) => {
        callers.set(request, await callerOf(request, options.verifyKey));
        if (request.method !== 'POST') throw new Refused('方法不被允许。', 405);
        if (request.headers['content-type'] !== undefined)
          requireJson(request.headers['content-type'], request.headers['content-encoding']);
      },
      handler: async (request, reply) => {
        const caller = callers.get(request);
        if (caller === undefined) throw new Error('a request came past authentication');
        const body = readSwitchBody(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
        if (body === null) throw new Refused('JSON parse error', 400);
        const asked = read(body.value);
        if (asked.kind === 'refused') throw new Refused(asked.detail, asked.statusCode);
        await new Move(options, request, reply, caller).make(asked);
        return sendJson(reply, 200, switchEcho(body.text, body.value));
      },
    });
  };
  add('/shopid/douyin/sandbox/', sandboxRequest);
  add('/shopid/douyin/proxy/', proxyRequest);
}

/** The holder of the API key in the header `token`, or in `authorization` with or without `Bearer`. */
async function callerOf({ headers }: FastifyRequest, verify: VerifyKey): Promise<Caller> {
  const given = headers['token'] ?? headers.authorization;
  if (given === undefined || given === '') throw new Refused('Please Add Token To Your Request Headers');
  const key = typeof given === 'string' && given.length <= MAX_HEADER ? given.replace(/^Bearer +/i, '').trim() : '';
  const caller = await verify(key);
  if (caller === null) throw new Refused('User Does Not Exists');
  if (!caller.scopes.has('shops:admin')) throw new Refused('该密钥没有 shops:admin 权限', 403);
  return caller;
}

interface Outcome {
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Code of the first error of the whole. */
  readonly code: string | null;
}

/** One switch being moved: the shop is looked up, then the mutation runs, both for the same caller. */
class Move {
  constructor(
    private readonly options: GreaterWmsEndpointOptions,
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    private readonly caller: Caller,
  ) {}

  /** @throws Refused */
  async make(asked: Exclude<SwitchRequest, { kind: 'refused' }>): Promise<void> {
    const deadline = startDeadline(this.reply, this.options.requestTimeoutMs);
    try {
      const tCode = typeof asked.tCode === 'string' ? asked.tCode : '';
      const found = await this.execute(deadline, FIND, { tCode });
      const id = (found.data?.['shop'] as { id: string } | null | undefined)?.id;
      if (found.code !== null) throw refusalOf(found.code);
      if (id === undefined) throw new Refused(NO_SUCH_SHOP);
      const input =
        asked.kind === 'sandbox'
          ? { id, isSandbox: asked.isSandbox }
          : { id, isEnabled: asked.url !== null, url: asked.url };
      const { data, code } = await this.execute(deadline, MOVES[asked.kind], { input });
      const moved = data?.['moved'] as { shop: object | null; userErrors: { code: string }[] } | null | undefined;
      const first = moved?.userErrors[0]?.code ?? code;
      // The switch here counts. A mirror that failed is told again in the background, and is in the log.
      if (moved?.shop == null) throw refusalOf(first ?? 'INTERNAL');
    } finally {
      deadline.done();
    }
  }

  private async execute(
    { signal, deadlineAt }: ReturnType<typeof startDeadline>,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<Outcome> {
    const { apollo, createContext } = this.options;
    const { caller, request } = this;
    const reads = readCacheControl(undefined, caller.scopes);
    const contextValue = createContext({ caller, requestId: request.id, signal, deadlineAt, reads });
    const headers = new HeaderMap([['apollographql-client-name', 'greaterwms-scripts']]);
    try {
      const { body } = await apollo.executeOperation(
        { query, variables, http: { method: 'POST', headers, search: '', body: undefined } },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error('incremental delivery is not offered');
      const { data, errors } = body.singleResult;
      const [first] = errors ?? [];
      return {
        data: data ?? null,
        code: first === undefined ? null : String(first.extensions?.['code'] ?? 'INTERNAL'),
      };
    } finally {
      contextValue.release();
    }
  }
}
