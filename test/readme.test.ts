import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { start, type TestServer } from './support/start.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const SCRIPTS = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;
/** Options of Node, with which the demo is to run as production does (docs/decisions/019). */
const [, NODE_OPTIONS] = /^node (--.+) dist\/cli\/main\.js serve$/.exec(SCRIPTS['serve'] ?? '') ?? [];

/** Every operation of the page, with the answer that stands right below it. */
const OPERATIONS = [...README.matchAll(/^```graphql\n(.*?)^```$\n\n^```json\n(.*?)^```$/gms)].map(
  ([, query = '', answer = '']) => {
    const [definition] = parse(query).definitions;
    const name = definition !== undefined && 'name' in definition ? definition.name?.value : undefined;
    return { name: name ?? '', query, answer: JSON.parse(answer) as unknown };
  },
);

/** The page's answer as an expectation: `…` stands for what differs from installation to installation. */
function pictured(value: unknown): unknown {
  if (typeof value === 'string' && value.endsWith('…')) return expect.stringContaining(value.slice(0, -1));
  if (Array.isArray(value)) return value.map(pictured);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pictured(inner)]));
}

const operation = (name: string) => {
  const found = OPERATIONS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the README has no operation ${name}`);
  return found;
};

describe('the README', () => {
  let server: TestServer;
  let ids: { shop: string; commodity: string; site: string };
  beforeAll(async () => {
    server = await start();
    const { data } = await server.ask(operation('Storefronts').query);
    const [shop] = data.shops.nodes;
    const { data: found } = await server.ask(operation('SiteAndAccount').query);
    ids = { shop: shop.id, commodity: shop.commodities.nodes[0].id, site: found.shop.site.id };
  }, 60_000);
  afterAll(() => server.stop());

  it('is short', () => {
    expect(README.split('\n').length).toBeLessThan(115);
  });

  it('gives two commands, as the scripts of the package have them', () => {
    const commands = [...README.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text.trim());
    expect(commands).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    expect(SCRIPTS).toMatchObject({ start: `node ${NODE_OPTIONS} dist/main.js`, prestart: 'npm run build' });
    expect(SCRIPTS['test']).toMatch(/jest$/);
    expect(existsSync(join(ROOT, 'src/main.ts')) && existsSync(join(ROOT, 'package-lock.json'))).toBe(true);
  });

  it('has five operations', () => {
    expect(OPERATIONS.map(({ name }) => name)).toEqual([
      'Storefronts',
      'ByIds',
      'SiteAndAccount',
      'NewCommodity',
      'BanPlan',
    ]);
    expect(README.match(/^```graphql$/gm)).toHaveLength(OPERATIONS.length);
    expect(README.match(/^```json$/gm)).toHaveLength(OPERATIONS.length);
  });

  it('shows the answer of each below it, as it comes', async () => {
    for (const { name, query, answer } of OPERATIONS) {
      const known = { shop: ids.shop, site: ids.site, ids: [ids.shop, ids.commodity] };
      const variables = Object.entries(known).filter(([variable]) => query.includes(`($${variable}:`));
      const { status, data, errors } = await server.ask(query, Object.fromEntries(variables));
      expect([name, status, errors]).toEqual([name, 200, []]);
      expect([name, { data }]).toEqual([name, pictured(answer)]);
    }
  });

  it('asks each of the two shops for its list and its categories once, and for nothing else', async () => {
    await server.ask(operation('Storefronts').query);
    const list = 'GET /v2/ec/commodity/list';
    const categories = 'GET /v2/ec/commodity/category/list';
    expect(server.calls().sort()).toEqual([categories, categories, list, list]);
  });

  it('answers a repeated write from the journal, and sends it no second time', async () => {
    const { query } = operation('NewCommodity');
    await server.ask(query, { shop: ids.shop });
    const { data } = await server.ask(query, { shop: ids.shop });
    expect(data.commodityCreate).toMatchObject({ replayed: true, userErrors: [] });
    expect(server.calls()).not.toContain('POST /v2/ec/commodity/create');
  });

  it('sends nothing for a plan', async () => {
    await server.ask(operation('BanPlan').query, { site: ids.site });
    expect(server.calls()).toEqual([]);
  });

  it('leads to pages that are there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(5);
    for (const target of links) expect([target, existsSync(join(ROOT, target))]).toEqual([target, true]);
  });
});
