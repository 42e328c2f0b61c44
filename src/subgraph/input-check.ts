import { AppError, InputErrors } from '../errors/app-error.js';
import type { MoneyInput } from './vocabulary/money.input.js';

/** Collects everything that is wrong with an input, so that a form can show it all. */
export class InputCheck {
  readonly errors: AppError[] = [];

  /** Notes a refused value. */
  refuse(path: readonly string[], message: string, constraint: string): void {
    this.errors.push(new AppError('INVALID_INPUT', message, { path, constraint }));
  }

  /** Notes what the platform cannot do. */
  unsupported(path: readonly string[], message: string): void {
    this.errors.push(new AppError('UNSUPPORTED_COMBINATION', message, { path }));
  }

  /**
   * Fen from an amount of money: exact, CNY, at most two decimals.
   * @param leastFen one fen unless told
   * @returns the fen; 0 for a refused amount, which is noted
   */
  fen({ amount, currencyCode }: MoneyInput, path: readonly string[], leastFen = 1): number {
    const amountPath = [...path, 'amount'];
    const [, sign, yuan = '', cents = ''] = AMOUNT.exec(amount) ?? [];
    if (yuan === '') {
      this.refuse(amountPath, 'An amount of money has at most two decimals.', 'at most two decimals');
      return 0;
    }
    const fen = Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
    if (currencyCode !== 'CNY') this.refuse([...path, 'currencyCode'], 'Only CNY is accepted.', 'CNY');
    if ((sign === '-' && fen > 0) || fen < leastFen) {
      const least = (leastFen / 100).toFixed(2);
      this.refuse(amountPath, `An amount of at least ${least} is expected.`, `>= ${least}`);
    }
    return fen;
  }

  /** @throws InputErrors when anything was refused */
  done(): void {
    if (this.errors.length > 0) throw new InputErrors(this.errors);
  }
}

/** An amount of 13 digits before the point fits into a number with its fen. */
const AMOUNT = /^(-?)(\d{1,13})(?:\.(\d{1,2})0*)?$/;
