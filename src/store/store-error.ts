/** The store cannot be opened. The message is one line for the operator; nothing was changed or made anew. */
export class StoreError extends Error {
  constructor(problem: string, cause?: unknown) {
    super(`The store cannot be opened: ${problem}.`, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
  }
}
