import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTinyGraph } from './start-tiny-graph.js';

const tabs = [
  { title: 'Say it', query: 'query Say($text: String) { echo(text: $text) }', variables: { text: '</script>' } },
  { query: '{ thing { name } }' },
];

describe('the explorer of the demo', () => {
  let graph: Awaited<ReturnType<typeof startTinyGraph>>;
  let page: string;
  let policy: string | null;
  beforeAll(async () => {
    graph = await startTinyGraph({ explorer: { demoKey: 'gk_demo_x', tabs, emulated: true } });
    const response = await fetch(`${graph.url}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    policy = response.headers.get('content-security-policy');
    page = await response.text();
  });
  afterAll(() => graph.stop());

  const settings = () =>
    JSON.parse(/<script type="application\/json" id="settings">(.*?)<\/script>/.exec(page)?.[1] ?? '') as {
      tabs: { query: string; variables: string; headers: string }[];
    } & Record<string, unknown>;

  it('opens each example in a tab with the key filled in', () => {
    expect(settings()).toMatchObject({ isDemo: true, headers: expect.stringContaining('Bearer gk_demo_x') });
    expect(settings().tabs.map(({ query }) => query)).toEqual([`# Say it\n${tabs[0]?.query}`, tabs[1]?.query]);
    expect(JSON.parse(settings().tabs[0]?.variables ?? '')).toEqual({ text: '</script>' });
    for (const { headers } of settings().tabs)
      expect(JSON.parse(headers)).toEqual({ Authorization: 'Bearer gk_demo_x' });
  });

  it('says that the platforms are emulated', () => {
    expect(page).toContain('<title>Shopgraph, emulated platforms</title>');
  });

  it('serves every file it names itself, to be kept for ever', async () => {
    const addresses = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]);
    expect(addresses).toHaveLength(6);
    for (const address of addresses) {
      const response = await fetch(`${graph.url}${address}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('content-type')).toMatch(/^text\/(javascript|css)/);
      expect((await response.text()).length).toBeGreaterThan(20);
    }
  });

  it('allows scripts of its own address alone and holds none inline', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(page.match(/<script(?! type="application\/json"| src="\/)/g)).toBeNull();
    expect(page).not.toMatch(/https?:\/\//);
  });
});

it('fills in no key outside the demo', async () => {
  const graph = await startTinyGraph({ explorer: { tabs: [], emulated: false } });
  try {
    const page = await (await fetch(`${graph.url}/`)).text();
    expect(page).toContain('"isDemo":false');
    expect(page).not.toMatch(/Authorization|Bearer|emulated/);
  } finally {
    await graph.stop();
  }
});
