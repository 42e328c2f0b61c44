import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
  visit,
} from 'graphql';

/** How large a document may be (reliability section 2). */
export interface DocumentLimits {
  /** Fields within fields; fields below `__schema` and `__type` have graphql-js' own limit. */
  readonly depth: number;
  /** Aliases of an operation, on `__typename` like on any other field. */
  readonly aliases: number;
  /** Selections of an operation, each fragment counted where it is spread. */
  readonly selections: number;
  /** Top-level fields of an operation. */
  readonly rootFields: number;
  /** Top-level fields of a mutation. */
  readonly mutations: number;
  /** Directives in the document. */
  readonly directives: number;
  /** Operations in the document. */
  readonly operations: number;
}

const DEFAULTS: DocumentLimits = {
  depth: 10,
  aliases: 30,
  selections: 500,
  rootFields: 20,
  mutations: 5,
  directives: 9,
  operations: 10,
};

/**
 * A validation rule that refuses documents over a limit. Deleting the document node ends the walk for every rule, so
 * that none of the slower ones (fields that overlap) sees an oversized document.
 */
export function documentLimits(overrides: Partial<DocumentLimits> = {}): ValidationRule {
  const limits = { ...DEFAULTS, ...overrides };
  return (context) => ({
    Document(document) {
      const excess = findExcess(document, limits);
      if (excess === null) return undefined;
      context.reportError(new GraphQLError(excess));
      return null;
    },
  });
}

function findExcess(document: DocumentNode, limits: DocumentLimits): string | null {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operations.length > limits.operations) return `A document may hold at most ${limits.operations} operations.`;
  let directives = 0;
  visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE) directives++;
    },
  });
  if (directives > limits.directives) return `A document may hold at most ${limits.directives} directives.`;
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  for (const operation of operations) {
    const excess = new OperationSize(fragments, limits).measure(operation);
    if (excess !== null) return excess;
  }
  return null;
}

/** Walks one operation with its fragments spread out, and stops at the first limit passed. */
class OperationSize {
  private selections = 0;
  private aliases = 0;
  private rootFields = 0;
  private excess: string | null = null;

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly limits: DocumentLimits,
  ) {}

  measure(operation: OperationDefinitionNode): string | null {
    this.walk(operation.selectionSet, 1, new Set());
    if (this.excess !== null) return this.excess;
    const { rootFields, mutations } = this.limits;
    if (operation.operation === 'mutation' && this.rootFields > mutations)
      return `An operation may hold at most ${mutations} mutations.`;
    return this.rootFields > rootFields ? `An operation may hold at most ${rootFields} top-level fields.` : null;
  }

  /** `depth` of the fields in this selection set; null below an introspection field. */
  private walk(set: SelectionSetNode, depth: number | null, spread: ReadonlySet<string>): void {
    for (const selection of set.selections) {
      this.count(++this.selections, this.limits.selections, 'selections, fragments spread out');
      if (this.excess !== null) return;
      if (selection.kind === Kind.FIELD) {
        if (depth === 1) this.rootFields++;
        if (selection.alias !== undefined) this.count(++this.aliases, this.limits.aliases, 'aliases');
        if (depth !== null) this.count(depth, this.limits.depth, 'levels of fields');
        if (this.excess !== null) return;
        const isMeta = selection.name.value === '__schema' || selection.name.value === '__type';
        if (selection.selectionSet !== undefined)
          this.walk(selection.selectionSet, depth === null || isMeta ? null : depth + 1, spread);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.walk(selection.selectionSet, depth, spread);
      } else {
        const name = selection.name.value;
        const fragment = this.fragments.get(name);
        // A circle or a missing fragment is another rule's finding.
        if (fragment !== undefined && !spread.has(name))
          this.walk(fragment.selectionSet, depth, new Set([...spread, name]));
      }
      if (this.excess !== null) return;
    }
  }

  private count(value: number, limit: number, what: string): void {
    if (value > limit) this.excess ??= `An operation may hold at most ${limit} ${what}.`;
  }
}
