import { Field, InputType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from '../scalars.js';

/** An amount of money to write. */
@InputType('MoneyInput', { description: 'An amount of money to write.' })
export class MoneyInput {
  @Field(() => DecimalScalar, { description: 'Exact decimal amount.' })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { defaultValue: 'CNY', description: 'Currency; only CNY is accepted today.' })
  currencyCode!: string;
}
