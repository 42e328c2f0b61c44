import { randomBytes } from 'node:crypto';
import { type JoinedGraph, joinGraph } from '../app.js';
import { readConfig } from '../config/config.js';
import { foundationOn } from '../foundation.js';
import { createLogger } from '../log/logger.js';
import { openPlatforms } from '../open-platforms.js';
import { printApiSchema } from '../subgraph/api-sdl.js';
import { createCostGate } from '../subgraph/cost-gate.js';
import { WrongUse } from './exit-code.js';

/**
 * The SDL of the whole graph as clients see it, or of one subgraph.
 * @throws WrongUse for a subgraph that does not exist
 */
export function printGraph(subgraph: string | undefined): Promise<string> {
  return withGraph(({ schema, parts, subgraphSdl }) => {
    if (subgraph === undefined) return printApiSchema(schema).trimEnd();
    const names = parts.map(({ name }) => name);
    if (!names.includes(subgraph)) throw new WrongUse(`--subgraph must be one of ${names.join(', ')}`);
    return subgraphSdl(subgraph).trimEnd();
  });
}

/** The committed files of `schema/`, by name: `api.graphql` for clients, and one for each subgraph. */
export function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  return withGraph(({ schema, parts, subgraphSdl }) => {
    const subgraphs = parts.map(({ name }): [string, string] => [`${name}.graphql`, `${subgraphSdl(name).trim()}\n`]);
    return new Map([['api.graphql', `${printApiSchema(schema).trim()}\n`], ...subgraphs]);
  });
}

/** Needs no configuration: the graph is built on a store in memory that is forgotten at once. */
async function withGraph<T>(work: (graph: JoinedGraph) => T): Promise<T> {
  const masterKeys = `print:${randomBytes(32).toString('base64')}`;
  const config = readConfig({ MASTER_KEYS: masterKeys }, 'admin');
  const log = createLogger({ level: 'silent', format: 'json' });
  const foundation = await foundationOn(':memory:', masterKeys, 'live');
  const platforms = openPlatforms(config, foundation, log);
  try {
    return work(joinGraph({ config, foundation, platforms }, createCostGate()));
  } finally {
    await platforms.close();
    await foundation.close();
  }
}
