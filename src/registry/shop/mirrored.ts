import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { toUserError } from '../../subgraph/user-errors.js';
import type { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import type { Shop } from '../../tenants/shop.js';
import { registryOf } from '../context.js';
import type { SwitchPosition } from './mirror.js';

/** What is kept of the request's time for its answer, and the most of it that is waited for the host, in milliseconds. */
const ANSWER_MS = 300;
const LONGEST_MS = 6_000;

/**
 * Waits for the mirror of a switch that was moved. The move itself counts whatever comes of it: a failure is one more user
 * error, which is retryable.
 */
export async function mirrored(shop: Shop, name: SwitchPosition['name'], ctx: RequestContext): Promise<UserError[]> {
  const { mirror } = registryOf(ctx);
  if (mirror === undefined) return [];
  const deadlineAt = Math.min(ctx.deadlineAt - ANSWER_MS, performance.now() + LONGEST_MS);
  const failure = await mirror.carry(shop, name, { trace: ctx.trace, log: ctx.log, deadlineAt });
  return failure === null ? [] : [toUserError(told(failure))];
}

/** Codes that would speak of this request, or of this service, and not of the host. */
const OTHER_CODES: ReadonlySet<string> = new Set(['INTERNAL', 'OVERLOADED', 'SHUTTING_DOWN', 'DEADLINE_EXCEEDED']);

function told(failure: AppError): AppError {
  const isOther = OTHER_CODES.has(failure.code);
  const reason = isOther ? 'It was not reached in time.' : failure.message;
  return new AppError(
    isOther ? 'UPSTREAM_TIMEOUT' : failure.code,
    `The switch is set here; its mirror on the GreaterWMS host is still to be set, and is tried again. ${reason}`,
    { ...failure.detail, retryable: true },
  );
}
