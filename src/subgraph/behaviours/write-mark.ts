import { OperationTypeNode } from 'graphql';
import type { Behaviour, OperationRun } from '../behaviour.js';

/** Counts the mutations that begin and that end: what is read across either may be older than what was written. */
export class WriteMark {
  private count = 0;

  /** Rises with each mutation that begins and each that ends. */
  get value(): number {
    return this.count;
  }

  readonly behaviour: Behaviour = {
    admit: (run) => this.note(run),
    finish: (run) => this.note(run),
    abandon: (run) => this.note(run),
  };

  private note({ operation }: OperationRun): void {
    if (operation?.operation === OperationTypeNode.MUTATION) this.count += 1;
  }
}
