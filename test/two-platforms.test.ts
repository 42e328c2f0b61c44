import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exampleOperations } from '../src/cli/example-operations.js';
import type { ExplorerTab } from '../src/server/explorer.js';
import type { Answer } from './support/start.js';
import { type DouyinServer, startDouyin } from './support/start-douyin.js';

// A platform that hangs is waited for until the deadline, once for each way to be ill.
jest.setTimeout(60_000);

const DEADLINE_MS = 2_000;
/** What the server may take beyond the deadline of the request, on a machine that does other things as well. */
const GRACE_MS = 1_500;

describe('the first tab of the explorer, two shops of each platform', () => {
  let server: DouyinServer;
  let tab: ExplorerTab;

  // A server for each: a platform that was ill is left alone for a while afterwards.
  beforeEach(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' }, server: { seed: 'demo' } });
    const { shops } = await server.foundation.registry.listShops(server.tenantId, { grants: null, limit: 10 });
    const [first] = exampleOperations(shops);
    if (first?.variables === undefined) throw new Error('no tab');
    tab = first;
  });
  afterEach(() => server.stop());

  const ask = async (): Promise<Answer & { readonly tookMs: number }> => {
    const begun = performance.now();
    const answer = await server.ask(tab.query, tab.variables, { headers: { 'x-deadline-ms': String(DEADLINE_MS) } });
    return { ...answer, tookMs: performance.now() - begun };
  };

  it('is one call for each list of each shop, and nothing more', async () => {
    await ask();
    const { data, errors, extensions } = await ask();
    expect(errors).toEqual([]);
    expect(data.one.commodities.nodes).toHaveLength(5);
    expect(data.three.waiting.nodes[0].lines.length).toBeGreaterThan(0);
    expect(data.four.products.nodes.length).toBeGreaterThan(0);
    const perShop = ['GET /v2/ec/commodity/list', 'POST product/listV2', 'POST order/searchList'];
    expect(extensions.upstream.calls.map(({ operation }: { operation: string }) => operation).sort()).toEqual(
      perShop.flatMap((operation) => [operation, operation]).sort(),
    );
  });

  describe.each([
    ['down', { fault: 'reset' }],
    ['failing', { fault: 'http_status', status: 502 }],
    ['hanging', { fault: 'hold' }],
  ] as const)('with one platform %s', (_name, fault) => {
    it('has the whole of Kuaizhan within its deadline, and an error for each list of Douyin', async () => {
      const whole = await ask();
      server.douyin.faults.set([fault]);
      const { data, errors, status, tookMs } = await ask();
      server.douyin.faults.clear();
      expect(tookMs).toBeLessThan(DEADLINE_MS + GRACE_MS);
      expect(status).toBe(200);
      expect([data.one, data.two]).toEqual([whole.data.one, whole.data.two]);
      expect(data.three).toEqual({ ...whole.data.three, products: null, waiting: null });
      expect(errors.map(({ path }) => path.join('.')).sort()).toEqual([
        'four.products',
        'four.waiting',
        'three.products',
        'three.waiting',
      ]);
      for (const { extensions } of errors) expectTyped(extensions, 'DOUYIN');
    });

    it('has the whole of Douyin within its deadline, and an error for each list of Kuaizhan', async () => {
      const whole = await ask();
      server.kuaizhan.faults.set([fault]);
      const { data, errors, status, tookMs } = await ask();
      server.kuaizhan.faults.clear();
      expect(tookMs).toBeLessThan(DEADLINE_MS + GRACE_MS);
      expect(status).toBe(200);
      expect([data.three, data.four]).toEqual([whole.data.three, whole.data.four]);
      expect(data.one).toEqual({ ...whole.data.one, commodities: null });
      expect(errors.map(({ path }) => path.join('.')).sort()).toEqual(['one.commodities', 'two.commodities']);
      for (const { extensions } of errors) expectTyped(extensions, 'KUAIZHAN');
    });
  });

  /** Whatever the platform does, an error says which shop it is about, and that it may pass. */
  function expectTyped(extensions: Record<string, unknown>, platform: string): void {
    expect(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'DEADLINE_EXCEEDED', 'CIRCUIT_OPEN']).toContain(
      extensions['code'],
    );
    expect(extensions).toMatchObject({
      platform,
      retryable: true,
      shopId: expect.stringMatching(/^gid:\/\/v1\/Shop\//),
    });
  }
});
