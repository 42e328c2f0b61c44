import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { toRefusal } from './http-refusal.js';

/** A refusal as a GreaterWMS host words it: HTTP 200, and the status in the body. */
export class Refused extends Error {
  constructor(
    detail: string,
    readonly statusCode = 500,
  ) {
    super(detail);
  }
}

/** A failure of this service; it keeps a real HTTP status, as the host's own do. */
class Failed extends Error {
  constructor(readonly status: number) {
    super(FAILED);
  }
}

/** A code that no shop of the caller has. */
export const NO_SUCH_SHOP = '店铺不存在';
const FAILED = '服务暂时不可用，请稍后再试';

/** What a host would not have said; in its language, since scripts show the text to their people. */
const DETAILS: Readonly<Record<string, string>> = {
  EGRESS_DENIED: '代理地址不在允许的列表中，请联系管理员',
  INVALID_INPUT: '代理地址无效，格式为 http://主机:端口 或 https://主机:端口',
  NOT_FOUND: NO_SUCH_SHOP,
  PERMISSION_DENIED: NO_SUCH_SHOP,
};

/** A refusal of the graph in the host's manner. What the graph failed to do is a failure, and not the script's doing. */
export function refusalOf(code: string): Error {
  const detail = DETAILS[code];
  if (detail !== undefined) return new Refused(detail);
  if (code === 'RATE_LIMITED' || code === 'COST_LIMIT_EXCEEDED') return new Refused('请求已被限流。', 429);
  return new Failed(code === 'INTERNAL' ? 500 : 503);
}

/** Answers any error of the two addresses; nothing the caller sent is repeated. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  if (error instanceof Refused) return sendEnvelope(reply, 200, error.message, error.statusCode);
  if (error instanceof Failed) return sendEnvelope(reply, error.status, error.message, error.status);
  const { status, code, headers } = toRefusal(error);
  if (code === 'INTERNAL') log.error({ err: error, requestId: request.id }, 'unhandled error in a request');
  if (status >= 500) return sendEnvelope(reply.headers(headers), status, FAILED, status);
  return sendEnvelope(reply, 200, status === 415 ? '不支持请求中的媒体类型。' : '请求无效。', status);
}

const sendEnvelope = (reply: FastifyReply, status: number, detail: string, statusCode: number): FastifyReply =>
  sendJson(reply, status, JSON.stringify({ detail, status_code: statusCode }));

/** Sends a text of JSON. */
export const sendJson = (reply: FastifyReply, status: number, body: string): FastifyReply =>
  reply.code(status).type('application/json; charset=utf-8').send(body);
