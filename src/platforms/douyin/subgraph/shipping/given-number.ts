/** A number that an order was given. */
export interface GivenNumber {
  readonly waybillNumber: string;
  /** Native id. */
  readonly orderId: string;
}

/** Whether what the journal kept with a row is one. */
export const isGivenNumber = (told: unknown): told is GivenNumber =>
  typeof told === 'object' && told !== null && 'waybillNumber' in told && 'orderId' in told;
