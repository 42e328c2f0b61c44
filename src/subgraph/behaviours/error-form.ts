import type { Behaviour } from '../behaviour.js';
import { formatError } from '../format-error.js';

/** Gives every error of an answer its public form. */
export function errorForm(): Behaviour {
  return {
    finish({ context }, answer, errors) {
      answer.errors = answer.errors?.map((formatted, index) =>
        formatError(formatted, errors[index], context.requestId, context.log),
      );
    },
  };
}
