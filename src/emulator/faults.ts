import { type FaultMatch, type FaultRule, phaseOf } from './fault-rule.js';

interface ArmedRule {
  readonly rule: FaultRule;
  /** Requests that fit its operation and shop. */
  seen: number;
  /** Times it was played. */
  fired: number;
}

/** Rules of misbehaviour that can be switched while the emulator runs, and the barrier of the fault `hold`. */
export class Faults {
  private armed: ArmedRule[] = [];
  private readonly barrier = new Set<() => void>();
  private readonly watchers = new Set<() => void>();
  private draw: () => number;

  /** @param seed decides the rules with `p`; the same seed and requests give the same faults */
  constructor(private readonly seed = 1) {
    this.draw = seededDraw(seed);
  }

  /** Puts these rules in place of all others; counters and draws start again. Requests held stay held. */
  set(rules: readonly FaultRule[]): void {
    this.draw = seededDraw(this.seed);
    this.armed = rules.map((rule) => ({ rule, seen: 0, fired: 0 }));
  }

  /** Removes all rules and lets held requests go on. */
  clear(): void {
    this.set([]);
    this.release();
  }

  /** The rules with the phase they mean and how often each was seen and played. */
  get rules(): readonly (FaultRule & { readonly seen: number; readonly fired: number })[] {
    return this.armed.map(({ rule, seen, fired }) => ({ ...rule, phase: phaseOf(rule), seen, fired }));
  }

  /** The rule to play for a request, or null. Counts the request on every rule it fits. */
  choose(operation: string, names: ReadonlySet<string>): FaultRule | null {
    let chosen: ArmedRule | null = null;
    for (const armed of this.armed) {
      const match = armed.rule.match ?? {};
      if (!fits(match, operation, names)) continue;
      armed.seen += 1;
      if (chosen !== null || armed.fired >= (armed.rule.times ?? Number.POSITIVE_INFINITY)) continue;
      if (match.nth !== undefined && armed.seen !== match.nth) continue;
      if (match.every !== undefined && armed.seen % match.every !== 0) continue;
      if (match.p !== undefined && this.draw() >= match.p) continue;
      chosen = armed;
    }
    if (chosen === null) return null;
    chosen.fired += 1;
    return chosen.rule;
  }

  /** Waits at the barrier until `release`. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.barrier.add(resolve);
      for (const watcher of this.watchers) watcher();
    });
  }

  /** How many requests stand at the barrier. */
  get held(): number {
    return this.barrier.size;
  }

  /** Resolves as soon as so many requests stand at the barrier; tests wait for this in place of sleeping. */
  whenHeld(count = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.barrier.size < count) return;
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
      check();
    });
  }

  /** Lets the first so many held requests go on, in the order they came; all unless told. Answers how many went. */
  release(count = this.barrier.size): number {
    const leaving = [...this.barrier].slice(0, count);
    for (const resolve of leaving) {
      this.barrier.delete(resolve);
      resolve();
    }
    return leaving.length;
  }
}

function fits(match: FaultMatch, operation: string, names: ReadonlySet<string>): boolean {
  if (match.shop !== undefined && !names.has(match.shop)) return false;
  if (match.operation === undefined) return true;
  return match.operation.endsWith('*')
    ? operation.startsWith(match.operation.slice(0, -1))
    : match.operation === operation;
}

/** Mulberry32: a few lines, and good enough to pick requests. */
function seededDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
