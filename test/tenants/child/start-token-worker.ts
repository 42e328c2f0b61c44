import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A process with `token-worker.ts` in it. */
export class TokenWorker {
  private readonly child: ChildProcess;
  private readonly said: AsyncIterator<string>;
  private errors = '';

  constructor(...args: string[]) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const loader = here('../../store/child/register.mjs');
    this.child = spawn(process.execPath, ['--no-warnings', '--import', loader, here('./token-worker.ts'), ...args], {
      env,
    });
    this.child.stderr?.on('data', (chunk) => {
      this.errors += String(chunk);
    });
    if (this.child.stdout === null) throw new Error('no output');
    this.said = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** What it says next. */
  async hear(): Promise<unknown> {
    const { value, done } = await this.said.next();
    if (done === true) throw new Error(`the process ended: ${this.errors}`);
    return JSON.parse(String(value));
  }

  /** Lets it begin. */
  go(): void {
    this.child.stdin?.write('go\n');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
