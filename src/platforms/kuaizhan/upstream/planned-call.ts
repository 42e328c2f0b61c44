import type { EndpointFacts } from '../../../upstream/request.js';
import { displayFields, type Fields } from './encode.js';

/** A write as it would be sent. */
export interface PlannedWrite {
  /** Endpoint name, e.g. `POST /v2/ec/commodity/update`. */
  readonly endpoint: string;
  /** Form fields, decoded; the token is never among them. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly isRepeatable: boolean;
  readonly batchSize: number;
}

/** What sending these fields to this endpoint would be. Pure: the same fields are sent by the write itself. */
export const plannedCall = (endpoint: EndpointFacts, fields: Fields): PlannedWrite => ({
  endpoint: endpoint.name,
  body: displayFields(fields),
  isRepeatable: endpoint.isRepeatable,
  batchSize: 1,
});
