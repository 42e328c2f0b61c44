import { AppError } from '../../errors/app-error.js';

/** Markups are whole ten-thousandths, so that a price times a markup is exact. */
const WHOLE = 10_000;
/** What the binary writing of a decimal fraction may be off by. */
const ROUNDING = 1e-6;
const LEAST = -0.99;
const MOST = 10;

/**
 * Prices of copies: exact in fen, each unit by itself, half a fen up, and never nothing.
 * @throws AppError INVALID_INPUT for a markup out of range or with more than four decimals
 */
export function markedUp(markup: number): (fen: number) => number {
  const share = Math.round(markup * WHOLE);
  if (!(markup >= LEAST && markup <= MOST) || Math.abs(markup * WHOLE - share) > ROUNDING) {
    const constraint = `${LEAST} to ${MOST}, at most 4 decimals`;
    throw new AppError('INVALID_INPUT', `A price change is ${constraint}.`, {
      path: ['input', 'priceMarkup'],
      constraint,
    });
  }
  const factor = BigInt(WHOLE + share);
  return (fen) => {
    const price = (BigInt(fen) * factor + BigInt(WHOLE / 2)) / BigInt(WHOLE);
    return fen > 0 ? Math.max(1, Number(price)) : fen;
  };
}
