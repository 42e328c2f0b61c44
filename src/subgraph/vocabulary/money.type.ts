import { Directive, Field, ObjectType } from 'type-graphql';
import { BigIntScalar, CurrencyCodeScalar, DecimalScalar } from '../scalars.js';

/** An amount of money. The decimal and the minor units are always equal in value. */
@Directive('@shareable')
@ObjectType('Money', { description: 'An amount of money. The decimal and the minor units are always equal in value.' })
export class Money {
  @Field(() => DecimalScalar, { description: 'Exact decimal amount in the main unit (yuan).' })
  amount!: string;

  @Field(() => BigIntScalar, { description: 'The same amount in minor units (fen).' })
  minorUnits!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Currency.' })
  currencyCode!: string;
}

/** A span of prices. */
@Directive('@shareable')
@ObjectType('MoneyRange', { description: 'A span of prices.' })
export class MoneyRange {
  @Field(() => Money, { description: 'Lowest.' })
  min!: Money;

  @Field(() => Money, { description: 'Highest.' })
  max!: Money;
}

/**
 * Money from fen.
 * @param fen whole number of fen; exact, since amounts stay below 2^53
 */
export function moneyFromFen(fen: number): Money {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const amount = `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return { amount, minorUnits: String(fen), currencyCode: 'CNY' };
}

/** Lowest and highest of some prices in fen; null when there are none. */
export function moneyRangeFromFen(prices: readonly number[]): MoneyRange | null {
  if (prices.length === 0) return null;
  return { min: moneyFromFen(Math.min(...prices)), max: moneyFromFen(Math.max(...prices)) };
}
