import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isPromise, type MaybePromise } from './maybe-promise.js';
import { addPath, fieldPathOf, type Path } from './path.js';
import type { Complete, Execution, FieldPlan, ObjectPlan, Selections } from './plan.js';
import { fieldName, runtimeTypeOf } from './runtime-type.js';

/** The completion of a type: one function for each place of an operation, so that nothing is asked twice at run time. */
export function completerOf(plan: Selections, type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
  const nullable = isNonNullType(type) ? type.ofType : type;
  const inner = completeNullable(plan, nullable, nodes);
  const complete = (isNonNullType(type) ? nonNull(inner) : orNull(inner)) as Complete;
  complete.needsPath = !isLeafType(nullable);
  return complete;
}

type Inner = (run: Execution, value: unknown, field: FieldPlan, path: Path | undefined) => MaybePromise<unknown>;

const nonNull =
  (inner: Inner): Inner =>
  (run, value, field, path) => {
    if (value instanceof Error) throw value;
    const completed = value == null ? null : inner(run, value, field, path);
    if (completed !== null) return completed;
    throw new Error(`Cannot return null for non-nullable field ${fieldName(field)}.`);
  };

const orNull =
  (inner: Inner): Inner =>
  (run, value, field, path) => {
    if (value == null) return null;
    if (value instanceof Error) throw value;
    return inner(run, value, field, path);
  };

function completeNullable(plan: Selections, type: GraphQLOutputType, nodes: readonly FieldNode[]): Inner {
  if (isLeafType(type)) return completeLeaf(type);
  if (isListType(type)) return completeList(plan, type.ofType, nodes);
  if (isAbstractType(type)) return completeAbstract(plan, type, nodes);
  if (isObjectType(type)) return completeObject(plan, type, nodes);
  throw new Error(`no output type: ${String(type)}`);
}

const completeLeaf =
  (type: GraphQLLeafType): Inner =>
  (_run, value) => {
    const serialized = type.serialize(value);
    // Without the value, which graphql-js prints: what a bug's message says is logged.
    if (serialized == null) throw new Error(`Expected \`${type.name}.serialize\` to return non-nullable value.`);
    return serialized;
  };

function completeList(plan: Selections, itemType: GraphQLOutputType, nodes: readonly FieldNode[]): Inner {
  const complete = completerOf(plan, itemType, nodes);
  const isNullable = !isNonNullType(itemType);
  const { needsPath } = complete;
  return (run, value, field, path) => {
    if (!isIterable(value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${fieldName(field)}".`);
    const done: unknown[] = [];
    let isWaiting = false;
    const failed = (error: unknown, index: number): null =>
      run.failed(error, nodes, addPath(path, index, undefined), isNullable);
    try {
      for (const item of value) {
        const index = done.length;
        const itemPath = needsPath ? addPath(path, index, undefined) : path;
        try {
          const completed = isPromise(item)
            ? item.then((resolved) => complete(run, resolved, field, itemPath))
            : complete(run, item, field, itemPath);
          if (isPromise(completed)) {
            isWaiting = true;
            done.push(completed.then(undefined, (error: unknown) => failed(error, index)));
          } else done.push(completed);
        } catch (error) {
          done.push(failed(error, index));
        }
      }
    } catch (error) {
      // Nobody waits for the other elements any more: one that fails later must not end the process.
      if (isWaiting) void Promise.allSettled(done);
      throw error;
    }
    return isWaiting ? Promise.all(done) : done;
  };
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function';

/** The selection on each type that a value turned out to be, prepared when it first did. */
function selectionsOf(plan: Selections, nodes: readonly FieldNode[]) {
  const selections = new Map<GraphQLObjectType, ObjectPlan>();
  return (run: Execution, type: GraphQLObjectType): ObjectPlan => {
    const known = selections.get(type);
    if (known !== undefined) return known;
    const made = plan.below(type, nodes, run.variables);
    selections.set(type, made);
    return made;
  };
}

function completeObject(plan: Selections, type: GraphQLObjectType, nodes: readonly FieldNode[]): Inner {
  const selectionOf = selectionsOf(plan, nodes);
  return (run, value, field, path) => objectOf(run, selectionOf(run, type), value, field, path);
}

function objectOf(
  run: Execution,
  selection: ObjectPlan,
  value: unknown,
  field: FieldPlan,
  path: Path | undefined,
): MaybePromise<unknown> {
  const { type } = selection;
  if (type.isTypeOf == null) return run.object(selection, value, path);
  const isType = type.isTypeOf(value, run.context, run.infoOf(field, fieldPathOf(path)));
  const checked = (is: boolean): MaybePromise<unknown> => {
    if (is) return run.object(selection, value, path);
    // The value is left out here too.
    throw new GraphQLError(`Expected value of type "${type.name}" but got another.`);
  };
  return isPromise(isType) ? isType.then(checked) : checked(isType);
}

function completeAbstract(plan: Selections, type: GraphQLAbstractType, nodes: readonly FieldNode[]): Inner {
  const selectionOf = selectionsOf(plan, nodes);
  return (run, value, field, path) => {
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const found: unknown = resolveType(value, run.context, run.infoOf(field, fieldPathOf(path)), type);
    const go = (name: unknown): MaybePromise<unknown> =>
      objectOf(run, selectionOf(run, runtimeTypeOf(plan.schema, type, name, field)), value, field, path);
    return isPromise(found) ? found.then(go) : go(found);
  };
}
