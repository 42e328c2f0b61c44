/** Where a command writes: results on standard output, progress and errors on standard error. */
export interface Console {
  /** A line of the result. */
  out(line: string): void;
  /** A line for the person watching. */
  note(line: string): void;
}

/** The process's own standard streams. */
export const processConsole: Console = {
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};
