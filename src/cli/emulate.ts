import { createLogger } from '../log/logger.js';
import { EMULATORS, type StartedEmulator } from '../platforms/emulators.js';
import { answer } from './answer.js';
import type { Console } from './console.js';
import { WrongUse } from './exit-code.js';
import { untilStopped } from './until-stopped.js';

/** Options of `emulate`, as text. */
export interface EmulateOptions {
  readonly host: string;
  readonly port: string;
  readonly latency: string;
  readonly json?: boolean;
}

/** Starts the stand-ins, tells where they are, and keeps them until the process is told to stop. */
export async function emulate({ host, port, latency, json }: EmulateOptions, console: Console): Promise<void> {
  const first = wholeNumber('--port', port, 65_535);
  const latencyMs = wholeNumber('--latency', latency, 60_000);
  const log = createLogger({ level: 'warn', format: 'text' });
  const started: StartedEmulator[] = [];
  const stop = async () => {
    await Promise.all(started.map((emulator) => emulator.close()));
  };
  try {
    for (const [index, { start }] of EMULATORS.entries())
      started.push(await start({ host, port: first === 0 ? 0 : first + index, latencyMs, log }));
  } catch (error) {
    await stop();
    throw error;
  }
  const platforms = started.map(({ platform, url, demoShops }) => ({ platform, url, demoShops }));
  answer(console, json, { platforms }, platforms.flatMap(describe));
  await untilStopped({ log, stop });
}

/** The credentials open nothing but the stand-in itself, so they may be shown. */
function describe({ platform, url, demoShops }: Pick<StartedEmulator, 'platform' | 'url' | 'demoShops'>): string[] {
  return [
    `${platform} (emulated) at ${url}`,
    ...demoShops.map(({ name, credential }) => `  ${name}  ${JSON.stringify(credential)}`),
  ];
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw new WrongUse(`${option} must be a whole number from 0 to ${most}`);
  return value;
}
