import { AppError } from '../../../errors/app-error.js';
import type { MoneyInput } from '../../../subgraph/vocabulary/money.input.js';

/** An amount of 13 digits before the point fits into a number with its fen. */
const AMOUNT = /^(-?)(\d{1,13})(?:\.(\d{1,2})0*)?$/;

/**
 * Fen of an amount of money: CNY, exact, at most two decimals.
 * @param path of the amount in the arguments
 * @param errors takes what is wrong with it, each with its path
 * @param least fen
 * @returns 0 for a refused amount
 */
export function fenOf(
  { amount, currencyCode }: MoneyInput,
  path: readonly string[],
  errors: AppError[],
  least = 0,
): number {
  const refuse = (field: string, message: string, constraint: string): void => {
    errors.push(new AppError('INVALID_INPUT', message, { path: [...path, field], constraint }));
  };
  if (currencyCode !== 'CNY') refuse('currencyCode', 'Only CNY is accepted.', 'CNY');
  const [, sign, yuan = '', cents = ''] = AMOUNT.exec(amount) ?? [];
  if (yuan === '') {
    refuse('amount', 'An amount of money has at most two decimals.', 'at most two decimals');
    return 0;
  }
  const fen = Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
  if ((sign === '-' && fen > 0) || fen < least) {
    const bound = (least / 100).toFixed(2);
    refuse('amount', `An amount of at least ${bound} is expected.`, `>= ${bound}`);
  }
  return fen;
}
