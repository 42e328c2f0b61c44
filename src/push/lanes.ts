import type { ClaimedMessage } from './inbox.js';

/** Groups of one shop that are worked on at once: a shop whose platform hangs does not take the others' place. */
const MAX_RUNNING = 4;

type Group = readonly ClaimedMessage[];

interface Lane {
  running: number;
  readonly waiting: Group[];
}

/** Messages that were claimed, in lanes: one for each shop whose platform may be waited for. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly ended = new Set<() => void>();
  private readonly begun = new Set<Group>();
  private held = 0;

  /** @param run works on one group; never rejects */
  constructor(private readonly run: (group: Group) => Promise<void>) {}

  /** Messages in all lanes. */
  get size(): number {
    return this.held;
  }

  /** Ids of the messages in all lanes. */
  ids(): number[] {
    const waiting = [...this.lanes.values()].flatMap((lane) => lane.waiting);
    return [...waiting, ...this.begun].flat().map(({ id }) => id);
  }

  /** Names of the lanes that have more than they can work on. */
  full(): string[] {
    return [...this.lanes].filter(([, { waiting }]) => waiting.length > 0).map(([shop]) => shop);
  }

  /** @param shop key of the group's shop; any other name for groups that wait for nobody */
  add(shop: string, group: Group): void {
    const lane = this.lanes.get(shop) ?? { running: 0, waiting: [] };
    this.lanes.set(shop, lane);
    this.held += group.length;
    lane.waiting.push(group);
    this.fill(shop, lane);
  }

  /** Forgets what has not begun. @returns the messages' ids */
  clear(): number[] {
    const left: number[] = [];
    for (const lane of this.lanes.values())
      for (const group of lane.waiting.splice(0)) for (const { id } of group) left.push(id);
    this.held -= left.length;
    return left;
  }

  /** Ends when nothing is worked on. */
  async idle(): Promise<void> {
    while (this.held > 0) await new Promise<void>((resolve) => this.ended.add(resolve));
  }

  private fill(shop: string, lane: Lane): void {
    while (lane.running < MAX_RUNNING) {
      const group = lane.waiting.shift();
      if (group === undefined) break;
      lane.running += 1;
      this.begun.add(group);
      void this.run(group).finally(() => {
        lane.running -= 1;
        this.begun.delete(group);
        this.held -= group.length;
        this.fill(shop, lane);
        for (const resolve of this.ended) resolve();
        this.ended.clear();
      });
    }
    if (lane.running === 0 && lane.waiting.length === 0) this.lanes.delete(shop);
  }
}
