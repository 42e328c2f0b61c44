import { Directive, Extensions } from 'type-graphql';
import type { FieldDecorator } from './access.js';

/** How the calls behind a field grow with its parents; read by the cost estimate. */
export interface UpstreamFacts {
  /** Most ids or rows one call takes; absent: one each. */
  readonly batch?: number;
  /** Rides on the same call of a field above or beside it; alone it makes that call once for each shop. */
  readonly embedded?: boolean;
  /**
   * `shop`: one call for each distinct shop, however many parents ask (a whole list answers them all).
   * `parent`: one call for each parent; `batch` speaks of the rows it brings. Absent: parents share calls by `batch`.
   */
  readonly per?: 'shop' | 'parent';
  /** Fields of one parent that name this call make it once between them, e.g. those that one detail tells. */
  readonly shared?: boolean;
  /** A reference: one call for each parent, or for `batch` of them, where more than the object's id is selected. */
  readonly reference?: boolean;
  /** One call for each element of this list argument. */
  readonly perArgument?: string;
  /** With `per: 'parent'`: how many of the platform's lists the arguments stand for, one call each; 1 unless told. */
  readonly lists?: (args: Readonly<Record<string, unknown>>) => number;
  /** From this page size on, `pageInfo.hasNextPage` costs another call for each list. */
  readonly nextPageCostsAt?: number;
}

/**
 * Names the upstream call behind a field, as `@upstream` in the schema: coverage, plan and cost are made from it.
 * @param call "PLATFORM METHOD path"
 */
export function Upstream(call: string, facts: UpstreamFacts = {}): FieldDecorator {
  const args = [`call: "${call}"`];
  if (facts.batch !== undefined) args.push(`batch: ${facts.batch}`);
  if (facts.embedded) args.push('embedded: true');
  return (target, key, descriptor) => {
    Directive(`@upstream(${args.join(', ')})`)(target, key, descriptor as never);
    const { batch: _batch, embedded: _embedded, ...calls } = facts;
    if (Object.keys(calls).length > 0) Extensions({ calls })(target, key, descriptor as never);
  };
}
