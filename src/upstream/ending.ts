/** What tells that a call is to end: the part of an `AbortSignal` that the pipe uses, so that an `AbortSignal` is one. */
export interface EndSignal {
  readonly aborted: boolean;
  /** Why, once it is aborted. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * A signal and its controller in one plain object, for what lives as long as one call: an `AbortController` costs as much
 * as all policies together. It is aborted once; its listeners are called then, in their order, and never again.
 */
export class Ending implements EndSignal {
  aborted = false;
  reason: unknown;
  private listeners: readonly (() => void)[] = [];

  /** Ends it, for the first reason that is given. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const { listeners } = this;
    this.listeners = [];
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = [...this.listeners, listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = this.listeners.filter((one) => one !== listener);
  }
}

/**
 * Settles as what `begin` begins does, or fails with what `leave` returns as soon as the signal ends. It listens no longer than that: a
 * listener that stays holds what was answered.
 */
export const untilEnded = <T>(signal: EndSignal, begin: () => Promise<T>, leave: () => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = (): void => reject(leave());
    if (signal.aborted) return end();
    const told =
      <U>(tell: (outcome: U) => void) =>
      (outcome: U): void => {
        signal.removeEventListener('abort', end);
        tell(outcome);
      };
    signal.addEventListener('abort', end, { once: true });
    begin().then(told(resolve), told(reject));
  });
