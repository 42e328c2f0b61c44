/** An answer but for its counter: bytes before and after it. */
export interface CountedAnswer {
  readonly head: Buffer;
  readonly tail: Buffer;
}

const FIRST_COUNT = 1_000_000;
const COUNTS = 8_999_999;

/** Counts the answers of all platforms: no two have the same bytes, and all of one request have the same length. */
export class AnswerCount {
  private count = 0;

  /** The answer with the next number, in three pieces. */
  in({ head, tail }: CountedAnswer): readonly [head: Buffer, count: Buffer, tail: Buffer] {
    this.count = (this.count + 1) % COUNTS;
    return [head, Buffer.from(String(FIRST_COUNT + this.count)), tail];
  }
}
