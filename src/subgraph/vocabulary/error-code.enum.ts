import { registerEnumType } from 'type-graphql';
import { type ErrorCode as Code, ERROR_CODES } from '../../errors/codes.js';

const codes = Object.keys(ERROR_CODES) as Code[];

/** The closed list of `errors/codes.ts` as the graph's enum. */
export const ErrorCode = Object.fromEntries(codes.map((code) => [code, code])) as { readonly [C in Code]: C };
export type ErrorCode = Code;

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description:
    'Every machine-readable error code, in payloads (`userErrors[].code`) and in `errors[].extensions.code` alike.',
  valuesConfig: Object.fromEntries(codes.map((code) => [code, { description: ERROR_CODES[code].meaning }])),
});
