import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTinyGraph } from './start-tiny-graph.js';

let graph: Awaited<ReturnType<typeof startTinyGraph>>;
beforeAll(async () => {
  graph = await startTinyGraph();
});
afterAll(() => graph.stop());

it('says that it lives and that it is ready', async () => {
  expect((await fetch(`${graph.adminUrl}/livez`)).status).toBe(200);
  expect((await fetch(`${graph.adminUrl}/readyz`)).status).toBe(200);
  graph.setReady(false);
  expect((await fetch(`${graph.adminUrl}/readyz`)).status).toBe(503);
  expect((await fetch(`${graph.adminUrl}/livez`)).status).toBe(200);
});

it('counts operations by type and outcome, upstream calls by endpoint, and refusals by status', async () => {
  await graph.post({ query: '{ echo }' });
  await graph.post({ query: '{ upstream }' });
  await graph.post({ query: 'query ByName { bug }' }, { 'apollographql-client-name': 'till-9' });
  await graph.post({ query: 'query ($cost: Int) { echo(cost: $cost) }', variables: { cost: 5000 } });
  await fetch(`${graph.url}/graphql`);
  const response = await fetch(`${graph.adminUrl}/metrics`);
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(text).toContain('shopgraph_operation_duration_seconds_count{type="query",outcome="OK"} 2');
  expect(text).toContain('shopgraph_operation_duration_seconds_count{type="query",outcome="INTERNAL"} 1');
  expect(text).toContain('shopgraph_upstream_calls_total{platform="KUAIZHAN",operation="GET /x",outcome="OK"} 1');
  expect(text).toContain('shopgraph_cost_refused_total{code="COST_LIMIT_EXCEEDED"} 1');
  expect(text).toContain('shopgraph_http_refused_total{status="405"} 1');
  expect(text).toContain('shopgraph_operations_in_flight 0');
  expect(text).toMatch(/shopgraph_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+/);
  expect(text).not.toMatch(/ByName|till-9|tn_1|id-reader/);
});

it('knows no other address and no other method', async () => {
  expect((await fetch(`${graph.adminUrl}/graphql`)).status).toBe(404);
  expect((await fetch(`${graph.adminUrl}/livez`, { method: 'POST' })).status).toBe(405);
});
