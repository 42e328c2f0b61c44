import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, type DocumentNode, Kind, OperationTypeNode, parse } from 'graphql';
import type { FaultRule } from '../../../src/emulator/fault-rule.js';
import { metric } from '../../reads/shop-list.js';
import { fill } from '../../scenarios/fill.js';
import { readPage } from '../../scenarios/page.js';
import { type Answer, start, type TestServer } from '../../support/start.js';
import { post } from '../../writes/kinds.js';
import { queryTo } from './operation.arbitrary.js';
import { shopDialect } from './shop.dialect.js';

/*
 * One question asked three times over HTTP: for the first time, through all steps of the engine; again, by its plan; and
 * with an alias that the compiled path leaves to graphql-js, which so answers over the same schema and the same upstream.
 */

const SCENARIOS = join(process.cwd(), 'test/scenarios');
const PAGES = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => readPage(join(SCENARIOS, file), file))
  .filter(({ seed }) => seed === 'demo');

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'demo' });
}, 30_000);
afterAll(() => server.stop());
beforeEach(() => server.kuaizhan.reset());

const WAYS = {
  engine: 'shopgraph_operations_total{way="engine"}',
  planned: 'shopgraph_operations_total{way="plan-cache"}',
  interpreted: 'shopgraph_operations_interpreted_total{reason="prototype name"}',
} as const;

const countsOf = async (): Promise<Record<keyof typeof WAYS, number>> => ({
  engine: await metric(server, WAYS.engine),
  planned: await metric(server, WAYS.planned),
  interpreted: await metric(server, WAYS.interpreted),
});

const FOR_GRAPHQL_JS = '__proto__: __typename';

/** The same query for graphql-js itself: one more field at its end, which moves nothing. */
function interpretable(query: string, document: DocumentNode): string | null {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const end = operation?.selectionSet.loc?.end;
  if (operations.length !== 1 || operation?.operation !== OperationTypeNode.QUERY || end === undefined) return null;
  return `${query.slice(0, end - 1)} ${FOR_GRAPHQL_JS} }${query.slice(end)}`;
}

/** Times and budgets differ from request to request, under whichever alias. */
const VOLATILE = /(?:^|_)(?:fetchedAt|resetsAt|costRemaining|health)(?:_\d+)?$/;

/** What has to be the same: data with the order of its keys, errors in any order, the cost estimated. */
function comparable({ status, text, headers, extensions }: Answer): object {
  const mask = (key: string, value: unknown): unknown => (VOLATILE.test(key) ? '<differs>' : value);
  const plain = text.replaceAll(headers.get('x-request-id') ?? '?', 'id').replace(/,?"__proto__":"Query"/, '');
  const { data, errors } = JSON.parse(plain, mask) as { data?: unknown; errors?: readonly object[] };
  return {
    status,
    data: JSON.stringify(data),
    errors: errors?.map((error) => JSON.stringify(error)).sort(),
    requested: extensions.cost.requested,
  };
}

let questions = 0;

/** Asks three times and compares; null for what is no single query. */
async function askThrice(text: string, variables: object, prepare: () => void = () => undefined) {
  questions += 1;
  // Two generated questions may be the same; this makes each a new text.
  const query = `# ${questions}\n${text}`;
  const third = interpretable(query, parse(query));
  if (third === null) return null;
  // A full budget for each question.
  const key = await server.makeKey(['admin']);
  const before = await countsOf();
  const answers: Answer[] = [];
  for (const one of [query, query, third]) {
    prepare();
    server.kuaizhan.journal.clear();
    answers.push(await post(server, key, one, variables));
  }
  const after = await countsOf();
  const [first, again, interpreted] = answers as [Answer, Answer, Answer];
  expect(comparable(again)).toEqual(comparable(first));
  expect(comparable(interpreted)).toEqual(comparable(first));
  // A refusal before anything runs is the engine's each time.
  const ran = first.text.includes('"data":') ? 1 : 0;
  expect([after.engine - before.engine, after.planned - before.planned]).toEqual([3 - ran, ran]);
  expect(after.interpreted - before.interpreted).toBe(ran);
  return { answer: first, ran: ran === 1 };
}

describe('the real graph', () => {
  it.each(PAGES.map((page) => [page.title, page] as const))('answers one way: %s', async (_title, page) => {
    const data: unknown[] = [];
    for (const step of page.steps) {
      const filled = (text: string): string => fill(text, server, data);
      const faults = step.faults === null ? [] : (JSON.parse(filled(step.faults)) as FaultRule[]);
      const variables = JSON.parse(filled(step.variables)) as object;
      const asked = await askThrice(filled(step.graphql), variables, () => server.kuaizhan.faults.set(faults));
      data.push(asked?.answer.data ?? null);
    }
    expect(data).not.toEqual([]);
  });

  it('answers the queries of the README one way', async () => {
    const readme = readFileSync(join(process.cwd(), 'README.md'), 'utf8');
    const texts = [...readme.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, text = '']) => text);
    const [shop] = server.shops;
    const ids = [...server.kuaizhan.state.commodities.values()].slice(0, 3).map(({ id }) => shop?.gid('Commodity', id));
    let asked = 0;
    for (const text of texts) if ((await askThrice(text, { ids: [shop?.id, ...ids] })) !== null) asked += 1;
    expect(asked).toBeGreaterThanOrEqual(3);
  });

  it('answers generated queries one way, with their errors', async () => {
    const router = await server.makeKey(['router']);
    const { data } = await post(server, router, '{ _service { sdl } }');
    const [shop] = server.shops;
    if (shop === undefined) throw new Error('no shop');
    const { commodities, categories } = server.kuaizhan.state;
    const ofShop = <T extends { shop: { id: string } }>(all: Iterable<T>) =>
      [...all].find((one) => one.shop.id === shop.shopId);
    const [commodity, category] = [ofShop(commodities.values()), ofShop(categories.values())];
    if (commodity === undefined || category === undefined) throw new Error('the seed is empty');
    const dialect = shopDialect({
      shop: shop.id,
      commodity: shop.gid('Commodity', commodity.id),
      category: shop.gid('CommodityCategory', category.id),
      site: shop.gid('Site', shop.siteId),
      nativeCommodity: commodity.id,
    });
    // A refusal of the platform is no outage: nothing is asked again, and no breaker opens.
    const refusals = fc.constantFrom<readonly FaultRule[]>([], [], [{ fault: 'business_code', code: 1 }]);
    const seen = { ran: 0, withErrors: 0, refused: 0 };
    const schema = buildSchema(data._service.sdl, { assumeValidSDL: true });
    await fc.assert(
      fc.asyncProperty(queryTo(schema, dialect), fc.boolean(), refusals, async (query, yes, faults) => {
        const asked = await askThrice(query, { yes }, () => server.kuaizhan.faults.set(faults));
        if (asked?.ran !== true) seen.refused += 1;
        else if (asked.answer.errors.length > 0) seen.withErrors += 1;
        else seen.ran += 1;
      }),
      { numRuns: 80 },
    );
    expect(seen.ran).toBeGreaterThan(20);
    expect(seen.withErrors).toBeGreaterThan(0);
  }, 120_000);

  it('leaves introspection to graphql-js, and counts it', async () => {
    const reason = 'shopgraph_operations_interpreted_total{reason="introspection"}';
    const [before, waysBefore] = [await metric(server, reason), await countsOf()];
    for (let time = 0; time < 2; time += 1) {
      const { data } = await server.ask('{ __schema { queryType { name } } __type(name: "Shop") { kind } }');
      expect(data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { kind: 'OBJECT' } });
    }
    const ways = await countsOf();
    expect(await metric(server, reason)).toBe(before + 2);
    expect([ways.engine - waysBefore.engine, ways.planned - waysBefore.planned]).toEqual([2, 0]);
  });
});
