import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { AppError, InputErrors } from '../errors/app-error.js';
import { MAX_MESSAGE } from './user-errors.js';

/** Codes that GraphQL itself gives before anything runs; their messages speak of the document, not of values. */
const DOCUMENT_CODES: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
/** graphql-js prints the whole value that does not fit; only the place it names is kept (reliability R15). */
const VARIABLE =
  /^Variable "(\$\w+)" (?:got invalid value[\s\S]*? at "\w+((?:\.\w+|\[\d+\])+)";|got invalid value|of required type)/;

/** What graphql-js says of an argument whose variable turned out null where its type forbids it. */
const ARGUMENT = /^Argument "(\w+)" (?:of (?:non-null|required) type|has invalid value)/;
/** What it says of a literal, with the literal behind it. */
const LITERAL =
  /^(?:(?:Enum )?"?(\w+)"? cannot represent |Expected value of type "([^"]+)"|Value "[\s\S]*" does not exist in "(\w+)" enum)/;
/** A token of a document that cannot be parsed; punctuation is no value. */
const TOKEN = /\b(Name|String|BlockString|Int|Float|Comment) "[\s\S]*"/;

/**
 * The one public form of an error: our own codes with their detail; a variable that does not fit as INVALID_INPUT
 * without its value; everything else masked as INTERNAL and logged with its stack.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string,
  log: Logger,
): GraphQLFormattedError {
  const cause = originOf(error);
  const place = {
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
  };
  if (cause instanceof InputErrors) {
    const [first] = cause.errors;
    return {
      ...place,
      message: clip(cause.message),
      extensions: extensionsOf(first ?? new AppError('INVALID_INPUT'), requestId),
    };
  }
  if (cause instanceof AppError) {
    if (cause.code === 'INTERNAL') log.error({ err: cause, requestId }, 'internal error');
    // A scalar that refuses a variable does not know where it stands; graphql-js does.
    const path = cause.detail.path ?? variablePath(formatted.message);
    const extensions = { ...extensionsOf(cause, requestId), ...(path === undefined ? {} : { path }) };
    return { ...place, message: clip(cause.message), extensions };
  }
  const code = formatted.extensions?.['code'];
  if (DOCUMENT_CODES.has(code))
    return {
      ...place,
      message: clip(withoutValues(withoutSuggestions(formatted.message))),
      extensions: { code, retryable: false, requestId },
    };
  const [, argument] = ARGUMENT.exec(formatted.message) ?? [];
  if (argument !== undefined) {
    const extensions = { code: 'INVALID_INPUT', retryable: false, requestId, path: [argument] };
    return { ...place, message: `Argument "${argument}" does not fit its type.`, extensions };
  }
  if (code === 'BAD_USER_INPUT') return badInput(formatted, place, requestId);
  if (typeof code === 'string' && REQUEST_CODES[code] !== undefined)
    return {
      ...place,
      message: clip(REQUEST_CODES[code]),
      extensions: { code: 'INVALID_INPUT', retryable: false, requestId },
    };
  log.error({ err: cause, requestId }, 'unhandled error in a resolver');
  return {
    ...place,
    message: new AppError('INTERNAL').message,
    extensions: { code: 'INTERNAL', retryable: false, requestId },
  };
}

/** Requests Apollo refuses before a document is parsed. */
const REQUEST_CODES: Readonly<Record<string, string>> = {
  BAD_REQUEST: 'The request is not a GraphQL request: a JSON object with `query` is expected.',
  OPERATION_RESOLUTION_FAILURE: 'The document has no operation of that name, or several and none named.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Persisted queries are not supported; send the document.',
  PERSISTED_QUERY_NOT_FOUND: 'Persisted queries are not supported; send the document.',
};

function originOf(error: unknown): unknown {
  let at = error;
  while (at instanceof GraphQLError && at.originalError != null) at = at.originalError;
  return at;
}

function extensionsOf(error: AppError, requestId: string): Record<string, unknown> {
  const { detail } = error;
  return {
    code: error.code,
    retryable: error.retryable,
    requestId,
    ...(detail.retryAfterMs === undefined ? {} : { retryAfterMs: detail.retryAfterMs }),
    ...(detail.path === undefined ? {} : { path: detail.path }),
    ...(detail.constraint === undefined ? {} : { constraint: detail.constraint }),
    ...(detail.shopId === undefined ? {} : { shopId: detail.shopId }),
    ...(detail.platform === undefined ? {} : { platform: detail.platform }),
    ...(detail.fault === undefined ? {} : { fault: detail.fault }),
    ...(detail.requiredScopes === undefined ? {} : { requiredScopes: detail.requiredScopes }),
  };
}

function badInput(formatted: GraphQLFormattedError, place: object, requestId: string): GraphQLFormattedError {
  const path = variablePath(formatted.message);
  const where = path === undefined ? 'A variable or argument' : `Variable "$${path.join('.')}"`;
  const extensions = { code: 'INVALID_INPUT', retryable: false, requestId, ...(path === undefined ? {} : { path }) };
  return { ...place, message: clip(`${where} does not fit its type.`), extensions };
}

/** The path that a message of graphql-js on a variable names; undefined for any other message. */
function variablePath(message: string): string[] | undefined {
  const [, variable, below = ''] = VARIABLE.exec(message) ?? [];
  return variable === undefined
    ? undefined
    : [variable.slice(1), ...below.split(/[.[\]]/).filter((part) => part !== '')];
}

/** Values written into the document are input like any other: they are not repeated, names of the schema are. */
function withoutValues(message: string): string {
  const [, scalar, expected, enumType] = LITERAL.exec(message) ?? [];
  const type = scalar ?? expected ?? enumType;
  if (type !== undefined) return `A value in the document does not fit its type "${type}".`;
  return message.replace(TOKEN, '$1').replace(/: "[\s\S]*$/, '.');
}

const withoutSuggestions = (message: string): string => message.replace(/ Did you mean [\s\S]*$/, '');
const clip = (message: string): string => message.slice(0, MAX_MESSAGE);
