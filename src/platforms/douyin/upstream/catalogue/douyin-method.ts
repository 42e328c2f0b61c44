import type { EndpointFacts } from '../../../../upstream/request.js';

/** A method of the platform as an endpoint, with what this platform's calls need beside. */
export interface DouyinMethod extends EndpointFacts {
  /** Dotted name, which goes into the query and the signature, e.g. `order.searchList`; `method` is the verb of HTTP. */
  readonly methodName: string;
  /** Number of the first page (the platform's page, f.5); null where pages have no number. */
  readonly pageBase: 0 | 1 | null;
  /** The parameter by which the platform knows a repeat, wherever in the call it stands; null for none (D10). */
  readonly idempotencyParameter: string | null;
  /** Numbers of refusals (after the colon) that say: done before with this idempotency parameter. */
  readonly repeated: readonly string[];
  /** Numbers of refusals that say: there is no such object, or it is not this shop's. */
  readonly missing: readonly string[];
  /** Numbers of refusals that say: some failed, and `data` tells which. */
  readonly partial: readonly string[];
  /** Whether the `data` of a write tells of each element by itself, so that success of some is an answer that can be read. */
  readonly tellsEach: boolean;
}

/** What differs from method to method; the rest follows from its name. */
export type MethodFacts = Partial<
  Pick<
    DouyinMethod,
    | 'batchLimit'
    | 'pageBase'
    | 'idempotencyParameter'
    | 'repeated'
    | 'missing'
    | 'partial'
    | 'tellsEach'
    | 'isRepeatable'
  >
>;

/** The path of a method: its name with slashes, e.g. `/afterSale/List`. */
export const pathOf = (methodName: string): string => `/${methodName.replaceAll('.', '/')}`;

/** A read whose answer several requests may share. */
export const read = (methodName: string, facts: MethodFacts = {}): DouyinMethod =>
  method(methodName, 'read', true, facts);

/** A read of personal data, money, or what is decided or made for one occasion: each request asks for itself. */
export const privateRead = (methodName: string, facts: MethodFacts = {}): DouyinMethod =>
  method(methodName, 'read', false, facts);

/** A write; harmless to repeat only where its facts say so. */
export const write = (methodName: string, facts: MethodFacts = {}): DouyinMethod =>
  method(methodName, 'write', false, facts);

function method(methodName: string, kind: 'read' | 'write', mayBeKept: boolean, facts: MethodFacts): DouyinMethod {
  const path = pathOf(methodName);
  return {
    platform: 'DOUYIN',
    name: `POST ${path.slice(1)}`,
    method: 'POST',
    path,
    kind,
    isRepeatable: facts.isRepeatable ?? kind === 'read',
    knowsRepeats: kind === 'write' && facts.isRepeatable === true && facts.idempotencyParameter !== undefined,
    batchLimit: facts.batchLimit ?? 1,
    mayBeKept,
    methodName,
    pageBase: facts.pageBase ?? null,
    idempotencyParameter: facts.idempotencyParameter ?? null,
    repeated: facts.repeated ?? [],
    missing: facts.missing ?? [],
    partial: facts.partial ?? [],
    tellsEach: facts.tellsEach ?? false,
  };
}
