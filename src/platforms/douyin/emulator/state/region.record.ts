/** A place as orders name it: levels from province to street, each with its code. */
export interface Place {
  readonly province: Level;
  readonly city: Level;
  readonly town: Level;
  readonly street: Level;
}

/** One level of a place. */
export interface Level {
  readonly id: string;
  readonly name: string;
}
