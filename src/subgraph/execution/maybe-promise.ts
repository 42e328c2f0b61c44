/** A value that is there already, or one to wait for. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether a value has to be waited for: the test of graphql-js, made cheap for texts and numbers. */
export const isPromise = (value: unknown): value is Promise<unknown> =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function';

/** All values in their order: at once when none has to be waited for, so that a list of known things makes no promise. */
export function allOf<T>(values: readonly MaybePromise<T>[]): MaybePromise<T[]> {
  return values.some(isPromise) ? Promise.all(values) : (values as T[]);
}

/** Goes on with a value: at once when it is there. */
export function whenReady<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? (value as Promise<T>).then(next) : next(value as T);
}
