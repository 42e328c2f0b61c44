import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Console } from '../console.js';
import { CommandFailure } from '../exit-code.js';

/** `schema print`. */
export function addSchema(program: Command, console: Console): void {
  const schema = program.command('schema').description('the graph as SDL');
  schema
    .command('print')
    .description('print the schema that clients see, or one subgraph as a gateway composes it')
    .addOption(new Option('--subgraph <name>', 'only this subgraph, with its federation directives').conflicts('out'))
    .option('--out <folder>', 'write api.graphql and a file for each subgraph there instead')
    .action(async ({ subgraph, out }: { subgraph?: string; out?: string }) => {
      const { printGraph, schemaFiles } = await import('../print-graph.js');
      if (out === undefined) console.out(await printGraph(subgraph));
      else writeAll(out, await schemaFiles(), console);
    });
}

function writeAll(folder: string, files: ReadonlyMap<string, string>, console: Console): void {
  for (const [name, sdl] of files) {
    const path = join(folder, name);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, sdl);
    } catch {
      throw new CommandFailure(`${path} cannot be written`);
    }
    console.note(`wrote ${path}`);
  }
}
