import type { FieldChange } from './revision.type.js';

/** The leaves in which two JSON values differ, by JSON Pointer; a part that only one has counts as one change. */
export function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (before === after) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after))
    return [{ path, before: before ?? null, after: after ?? null }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    fieldChanges(
      (before as Record<string, unknown>)[name],
      (after as Record<string, unknown>)[name],
      `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
