import { type FieldNode, type GraphQLError, type GraphQLResolveInfo, getArgumentValues, locatedError } from 'graphql';
import { askAhead } from '../ahead.js';
import type { RequestContext } from '../request-context.js';
import { needsNoInfo } from './direct-resolver.js';
import { FieldInfo } from './field-info.js';
import { isPromise, type MaybePromise, whenReady } from './maybe-promise.js';
import { addPath, keysOf, type Path } from './path.js';
import type { Execution, FieldPlan, ObjectPlan, Selections, Variables } from './plan.js';

type Answer = Record<string, unknown>;

/**
 * One execution of a plan. The rules are those of graphql-js, with which `test/subgraph/execution` compares it: fields in
 * order, an error at the field that made it, null for it or for the nearest nullable field above. No promise is made for
 * what is there already.
 */
export class Run implements Execution {
  readonly errors: GraphQLError[] = [];
  /** Objects made for the answer; the cost of an operation is settled by them. */
  objects = 0;
  /** Places that an error has made null. */
  private readonly nulled = new Set<string>();

  constructor(
    private readonly selections: Selections,
    readonly variables: Variables,
    readonly context: RequestContext,
  ) {}

  /** The fields of an object, side by side. */
  object(selection: ObjectPlan, source: unknown, path: Path | undefined): MaybePromise<Answer> {
    this.objects += 1;
    const answer: Answer = {};
    let waiting: Map<string, Promise<unknown>> | undefined;
    try {
      for (const field of selection.fields) {
        const value = this.field(field, source, path);
        // What has to be waited for takes its place in the order of the fields now.
        answer[field.key] = value;
        if (isPromise(value)) {
          waiting ??= new Map();
          waiting.set(field.key, value);
        }
      }
    } catch (error) {
      if (waiting === undefined) throw error;
      // The others are waited for first: they may fail as well, and note it.
      return filled(answer, waiting).finally(() => {
        throw error;
      });
    }
    return waiting === undefined ? answer : filled(answer, waiting);
  }

  /** The fields of a mutation, one after the other. */
  serially(selection: ObjectPlan, source: unknown): MaybePromise<Answer> {
    this.objects += 1;
    const answer: Answer = {};
    let done: MaybePromise<Answer> = answer;
    for (const field of selection.fields)
      done = whenReady(done, () =>
        whenReady(this.field(field, source, undefined), (ready) => {
          answer[field.key] = ready;
          return answer;
        }),
      );
    return done;
  }

  failed(raw: unknown, nodes: readonly FieldNode[], path: Path | undefined, isNullable: boolean): null {
    const keys = keysOf(path);
    const error = locatedError(raw, nodes as FieldNode[], keys);
    if (!isNullable) throw error;
    this.note(error, keys);
    return null;
  }

  /** Notes the error that leaves nothing of the answer. */
  failedWhole(error: GraphQLError): null {
    this.note(error, []);
    return null;
  }

  /** What fails later below a place that an error has made null is told no more, also when the answer is out already. */
  private note(error: GraphQLError, keys: readonly (string | number)[]): void {
    let place = '';
    if (this.nulled.has(place)) return;
    for (const key of keys) {
      place += `/${key}`;
      if (this.nulled.has(place)) return;
    }
    this.nulled.add(place);
    this.errors.push(error);
  }

  infoOf(field: FieldPlan, path: Path | undefined): GraphQLResolveInfo {
    return new FieldInfo(this.selections, this.variables, field, path ?? addPath(undefined, field.key, undefined));
  }

  private field(field: FieldPlan, source: unknown, parent: Path | undefined): MaybePromise<unknown> {
    const failed = (error: unknown): null =>
      this.failed(error, field.nodes, addPath(parent, field.key, field.parentType.name), field.isNullable);
    try {
      const path = field.complete.needsPath ? addPath(parent, field.key, field.parentType.name) : undefined;
      const value =
        field.resolve === null ? this.property(field, source, parent) : this.resolved(field, source, path, parent);
      const completed = isPromise(value)
        ? value.then((ready) => field.complete(this, ready, field, path))
        : field.complete(this, value, field, path);
      return isPromise(completed) ? completed.then(undefined, failed) : completed;
    } catch (error) {
      return failed(error);
    }
  }

  /** As graphql-js' default resolver reads it: a property, or what its function answers. */
  private property(field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
    if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return undefined;
    const { name } = field.definition;
    const value = (source as Record<string, unknown>)[name];
    if (typeof value !== 'function') return value;
    const info = this.infoOf(field, addPath(parent, field.key, field.parentType.name));
    return value.call(source, this.argumentsOf(field), this.context, info);
  }

  private resolved(field: FieldPlan, source: unknown, path: Path | undefined, parent: Path | undefined): unknown {
    const { resolve, ahead } = field;
    if (resolve === null) return undefined;
    const at = path ?? addPath(parent, field.key, field.parentType.name);
    // A direct resolver that was declared without it is not told.
    const info = needsNoInfo(resolve) ? (undefined as never) : this.infoOf(field, at);
    const value: unknown = resolve(source, this.argumentsOf(field), this.context, info);
    return ahead.length === 0 ? value : whenReady(value, (ready) => askAhead(ahead, ready, this.context));
  }

  private argumentsOf(field: FieldPlan): Record<string, unknown> {
    const [node] = field.nodes;
    if (field.args !== null) return { ...field.args };
    return node === undefined ? {} : getArgumentValues(field.definition, node, this.variables);
  }
}

/** The answer when all that it waits for is there. */
const filled = (answer: Answer, waiting: ReadonlyMap<string, Promise<unknown>>): Promise<Answer> =>
  Promise.all(waiting.values()).then((ready) => {
    let index = 0;
    for (const key of waiting.keys()) {
      answer[key] = ready[index];
      index += 1;
    }
    return answer;
  });
