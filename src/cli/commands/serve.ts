import type { Command } from 'commander';
import { readEnvironment } from '../../config/env.js';
import type { Console } from '../console.js';
import { untilStopped } from '../until-stopped.js';

/** `serve`: the production server. */
export function addServe(program: Command, console: Console): void {
  program
    .command('serve')
    .description('run the server; settings come from the environment')
    .action(async () => {
      const { startServer } = await import('../serve.js');
      const { app, url, adminUrl } = await startServer(readEnvironment());
      console.note(`Shopgraph answers at ${url}/graphql, health and metrics at ${adminUrl}`);
      await untilStopped(app);
    });
}
