import type { FailureKind } from '../../../upstream/classify.js';
import type { DouyinMethod } from './catalogue/methods.js';

/** What the platform said beside `data`: its code, and the dotted code below it, e.g. `isv.business-failed:20014`. */
export interface Refusal {
  readonly code: number;
  readonly subCode: string;
}

/** Kinds of failure by sub code, whatever the code; before the rows of codes (the platform's page, c.4 and d). */
const BY_SUB_CODE: Readonly<Record<string, FailureKind>> = {
  'isv.access-token-expired': 'unauthorized',
  'isv.access-token-no-existed': 'unauthorized',
  'dop.authorization-no-existed': 'authorization-gone',
  'dop.authorization-closed': 'authorization-gone',
  'isv.timestamp-invalid': 'clock-skew',
  'isv.env-suspected': 'refused',
};

/** And by code. What is not here is a refusal. */
const BY_CODE: Readonly<Record<number, FailureKind>> = {
  20000: 'server-error',
  20001: 'server-error',
  50000: 'server-error',
  50001: 'unauthorized',
  60000: 'throttled',
  90000: 'server-error',
};

/** Numbers under 50002 by which the platform says that it is busy and that the same call may do later. */
const BUSY = new Set([
  '2010401',
  '2010067',
  '628002006',
  '120018',
  '120032',
  '70009',
  '60114',
  '60124',
  '60121',
  '8888',
  '20004',
  '10005',
  '1000',
]);

/** The number after the colon, which tells causes apart where the text does not; empty for none. */
export const numberOf = (subCode: string): string => /:(-?\d{1,12})$/.exec(subCode)?.[1] ?? '';

/**
 * Sorts a refusal. "Busy" counts for what may be sent again harmlessly; of any other write it is the platform's word, stored
 * under the caller's key.
 */
export function refusalKind({ code, subCode }: Refusal, method: DouyinMethod | null): FailureKind {
  const bySub = BY_SUB_CODE[subCode];
  if (bySub !== undefined) return bySub;
  const number = numberOf(subCode);
  if (method?.missing.includes(number) === true) return 'missing';
  const mayBeSentAgain = method?.kind === 'read' || method?.knowsRepeats === true;
  if (code === 50002 && BUSY.has(number) && mayBeSentAgain) return 'busy';
  return BY_CODE[code] ?? 'refused';
}
