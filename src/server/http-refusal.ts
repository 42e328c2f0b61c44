import { AppError } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/codes.js';

/** A request refused before GraphQL sees it. Its message is public. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The body of every error that is not an answer of the graph: the same form as a GraphQL error. */
export function refusalBody(code: ErrorCode, message: string, requestId: string): string {
  const extensions = { code, requestId };
  return JSON.stringify({ errors: [{ message, extensions }], extensions: { requestId } });
}

/** The facts Fastify attaches to its own refusals. */
interface FastifyRefusal {
  readonly statusCode?: number;
  readonly code?: string;
}

/** Any error of the HTTP layer as a refusal; what is not known to be the caller's doing is a bug, 500. */
export function toRefusal(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof AppError && error.code === 'STORAGE_UNAVAILABLE')
    return new HttpRefusal(503, error.code, error.message, { 'retry-after': '1' });
  const { statusCode, code } = error as FastifyRefusal;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new HttpRefusal(413, 'INVALID_INPUT', 'The request body is larger than allowed.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new HttpRefusal(415, 'INVALID_INPUT', 'The content type must be application/json.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new HttpRefusal(statusCode, 'INVALID_INPUT', 'The request is malformed.');
  return new HttpRefusal(500, 'INTERNAL', 'A bug in this gateway. The request id identifies it.');
}
