import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../errors/app-error.js';
import type { RevisionRecord } from '../../ledger/revisions.js';
import { CursorCodec, isOffset } from '../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { registryOf } from '../context.js';
import { fieldChanges } from './field-changes.js';
import type { FieldChange, Revision } from './revision.type.js';

/** A page of an object's past states, newest first; each tells what changed against the one before it. */
export async function revisionPage(
  nodeId: string,
  args: ForwardPageArgs,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<Revision>> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['revisions', nodeId], isOffset);
  const before = request.cursor === null ? {} : { beforeId: cursors.decode(request.cursor, 'after') };
  const { revisions } = registryOf(ctx);
  const rows = await revisions.list(ctx.caller.tenantId, nodeId, { limit: request.size + 1, ...before });
  const shown = rows.slice(0, request.size);
  const toNode = (row: RevisionRecord, index: number) => toRevision(row, rows[index + 1]);
  return toPage(shown, toNode, (row) => cursors.encode(row.id), {
    hasNextPage: rows.length > request.size,
    hasPreviousPage: request.cursor !== null,
  });
}

/**
 * What changed between the states that were current at two instants; nothing while no state was known yet.
 * @throws AppError INVALID_INPUT when `from` is after `to`
 */
export async function diffBetween(nodeId: string, from: Date, to: Date, ctx: RequestContext): Promise<FieldChange[]> {
  if (from > to) throw new AppError('INVALID_INPUT', '`from` is before `to`.', { path: ['from'], constraint: '<= to' });
  const { revisions } = registryOf(ctx);
  const [before, after] = await Promise.all([
    revisions.at(ctx.caller.tenantId, nodeId, from),
    revisions.at(ctx.caller.tenantId, nodeId, to),
  ]);
  if (before === null || after === null || before.version === after.version) return [];
  return fieldChanges(JSON.parse(before.body), JSON.parse(after.body));
}

const toRevision = (row: RevisionRecord, before: RevisionRecord | undefined): Revision => ({
  version: row.version,
  seenAt: row.seenAt,
  source: row.source,
  changes: before === undefined ? [] : fieldChanges(JSON.parse(before.body), JSON.parse(row.body)),
});
