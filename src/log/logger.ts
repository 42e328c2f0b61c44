import { destination, type Logger, pino } from 'pino';
import { redactError } from './redact.js';

export type { Logger };

/** How to log. `silent` is for tests. */
export interface LogOptions {
  readonly level: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** `json`: one object a line; `text`: a short line for people. */
  readonly format: 'json' | 'text';
  /** Where lines go; standard error unless told. */
  readonly write?: (line: string) => void;
}

const TEXT_LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Makes the process's logger. Nothing secret is ever given to it: URLs lose their query, variables are never logged. */
export function createLogger(options: LogOptions): Logger {
  const out = options.write ?? ((line: string) => void process.stderr.write(line));
  const write = options.format === 'json' ? out : (line: string) => out(toText(line));
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: (error: unknown) => redactError(error) },
    },
    options.write === undefined && options.format === 'json' ? destination({ fd: 2, sync: false }) : { write },
  );
}

function toText(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${[String(time).slice(11, 23), TEXT_LEVELS[Number(level)] ?? '', msg, ...facts].join(' ')}\n`;
}
