import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Whether the caller selects the field at this path below the one being resolved, e.g. `('pageInfo', 'hasNextPage')`. */
export function isSelected(info: GraphQLResolveInfo, ...path: readonly string[]): boolean {
  return info.fieldNodes.some((node) => node.selectionSet !== undefined && selects(info, node.selectionSet, path));
}

/** Whether anything but these fields is selected below the one being resolved: whether a call is needed at all. */
export function isSelectedBeside(info: GraphQLResolveInfo, known: readonly string[]): boolean {
  return info.fieldNodes.some(
    (node) =>
      node.selectionSet !== undefined && fieldNames(info, node.selectionSet).some((name) => !known.includes(name)),
  );
}

function fieldNames(info: GraphQLResolveInfo, set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) => {
    if (!isIncluded(info, selection)) return [];
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const inner = fragmentSet(info, selection);
    return inner === undefined ? [] : fieldNames(info, inner);
  });
}

function selects(info: GraphQLResolveInfo, set: SelectionSetNode, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  return set.selections.some((selection) => {
    if (!isIncluded(info, selection)) return false;
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value !== name) return false;
      return rest.length === 0 || (selection.selectionSet !== undefined && selects(info, selection.selectionSet, rest));
    }
    const inner = fragmentSet(info, selection);
    return inner !== undefined && selects(info, inner, path);
  });
}

function fragmentSet(info: GraphQLResolveInfo, selection: SelectionNode): SelectionSetNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet;
  return selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value]?.selectionSet : undefined;
}

function isIncluded(info: GraphQLResolveInfo, node: SelectionNode): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.['if'] !== false;
}

/** The response path without list indices, e.g. `shop.site.officialAccount.subscription`; for `unbatched`. */
export function fieldPath(info: GraphQLResolveInfo): string {
  const names: string[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev)
    if (typeof at.key === 'string') names.unshift(at.key);
  return names.join('.');
}
