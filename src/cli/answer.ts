import type { Console } from './console.js';

/** Writes a command's result: one JSON text with `--json`, else lines for people. */
export function answer(console: Console, json: boolean | undefined, value: object, lines: readonly string[]): void {
  if (json === true) console.out(JSON.stringify(value));
  else for (const line of lines) console.out(line);
}

/** Lines of a table, columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
