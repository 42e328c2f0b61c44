import type { Logger } from '../../log/logger.js';
import type { Behaviour } from '../behaviour.js';

/** Names are the caller's text: short, and of printable ASCII only. */
const CLIENT_NAME = /^[\x20-\x7e]{1,64}$/;
const MAX_NAME = 100;

/** Writes one line per operation, of a subscription one when it is opened and none for its events. Variables and the document are never logged (reliability R14). */
export function operationLog(log: Logger): Behaviour {
  return {
    finish({ context, operation, header, startedAt, way }, answer) {
      if (way === 'event') return;
      const { caller, requestId, trace } = context;
      const codes = (answer.errors ?? []).map((error) => error.extensions?.['code']);
      log.info(
        {
          requestId,
          tenant: caller.tenantId,
          key: caller.keyId,
          type: operation?.operation ?? null,
          operation: operation?.name?.value.slice(0, MAX_NAME) ?? null,
          client: clientName(header('apollographql-client-name')),
          clientVersion: clientName(header('apollographql-client-version')),
          durationMs: Math.round(performance.now() - startedAt),
          upstreamCalls: trace.made,
          errors: [...new Set(codes)],
        },
        'operation',
      );
    },
  };
}

const clientName = (text: string | undefined): string | null =>
  text !== undefined && CLIENT_NAME.test(text) ? text : null;
