import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const CALL = `mutation($input: DouyinMethodCallInput!, $options: WriteOptions) {
  douyinMethodCall(input: $input, options: $options) {
    data replayed
    userErrors { code message path }
    plan { totalCalls calls { endpoint idempotent body } }
  }
}`;

describe('methods of Douyin that the graph does not model', () => {
  let server: DouyinServer;
  let shopId: string;
  let raw: string;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shopId = server.shops[0]?.id ?? '';
    raw = await server.makeKey(['douyin:raw']);
  }, 30_000);
  afterAll(() => server.stop());

  const call = async (method: string, parameters: unknown, options: object | null = null, key = raw) => {
    const answer = await server.ask(CALL, { input: { shopId, method, parameters }, options }, { key });
    return { ...answer, payload: answer.data?.douyinMethodCall };
  };

  it('are listed with their parameters, by part of their names, and those that make tokens are not', async () => {
    const { data, errors } = await server.ask(
      '{ recycle: douyinMethods(search: "recycle.") { name path group isWrite parameters } tokens: douyinMethods(search: "token.create") { name } }',
    );
    expect(errors).toEqual([]);
    expect(data.recycle.length).toBeGreaterThan(5);
    expect(data.recycle[0]).toMatchObject({ group: 'recycle', path: expect.stringMatching(/^\/recycle\//) });
    expect(data.tokens).toEqual([]);
    expect(server.calls()).toEqual([]);
  });

  it('read, with all digits of long integers in and out', async () => {
    const listed = await call('product.listV2', { page: 1, size: 1 });
    expect(listed.payload.userErrors).toEqual([]);
    const [{ product_id: id }] = listed.payload.data.data;
    expect(id).toMatch(/^\d{19}$/);
    const skus = await call('sku.list', { product_id: id });
    expect(skus.payload.data[0].product_id).toBe(id);
    expect(server.calls()).toEqual(['POST /sku/list']);
  });

  it('write once for an idempotency key, and answer a repeat from the journal', async () => {
    const { payload: listed } = await call('product.listV2', { page: 1, size: 1, status: 0 });
    const parameters = { product_id: listed.data.data[0].product_id };
    const first = await call('product.setOffline', parameters, { idempotencyKey: 'off-1' });
    expect(first.payload).toMatchObject({ data: {}, replayed: false, userErrors: [] });
    expect(server.calls()).toEqual(['POST /product/setOffline']);
    const again = await call('product.setOffline', parameters, { idempotencyKey: 'off-1' });
    // What a raw call answered may hold personal data: that it was done is kept, and no more.
    expect(again.payload).toMatchObject({ data: null, replayed: true, userErrors: [] });
    expect(server.calls()).toEqual([]);
    const other = await call('product.setOffline', { product_id: '1' }, { idempotencyKey: 'off-1' });
    expect(other.payload.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('leave a key free when a read fails, since nothing was changed', async () => {
    const options = { idempotencyKey: 'read-1' };
    server.douyin.faults.set([
      { match: { operation: 'POST /product/listV2' }, fault: 'reset', phase: 'before_effect', times: 9 },
    ]);
    const failed = await call('product.listV2', { page: 1, size: 1 }, options);
    expect(failed.payload.userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    server.douyin.faults.clear();
    const again = await call('product.listV2', { page: 1, size: 1 }, options);
    expect(again.payload).toMatchObject({ replayed: false, userErrors: [] });
    expect(again.payload.data.data).toHaveLength(1);
  });

  it('keep no answer in the journal, whatever the method', async () => {
    const { payload } = await call('product.listV2', { page: 1, size: 1 }, { idempotencyKey: 'kept-1' });
    expect(payload.userErrors).toEqual([]);
    const again = await call('product.listV2', { page: 1, size: 1 }, { idempotencyKey: 'kept-1' });
    expect(again.payload).toMatchObject({ data: null, replayed: true });
    expect(server.calls()).toEqual([]);
  });

  it('are planned without being sent', async () => {
    const { payload } = await call('product.setOnline', { product_id: '3556357046087622442' }, { dryRun: true });
    expect(payload.plan).toEqual({
      totalCalls: 1,
      calls: [{ endpoint: 'POST product/setOnline', idempotent: false, body: { product_id: '3556357046087622442' } }],
    });
    expect(server.calls()).toEqual([]);
  });

  it.each([
    ['no.suchMethod', {}, 'INVALID_INPUT', ['input', 'method']],
    ['token.refresh', { grant_type: 'refresh_token', refresh_token: 'x' }, 'INVALID_INPUT', ['input', 'method']],
    ['product.setOnline', {}, 'INVALID_INPUT', ['input', 'parameters', 'product_id']],
    ['product.setOnline', { product_id: 'abc' }, 'INVALID_INPUT', ['input', 'parameters', 'product_id']],
    ['product.setOnline', [], 'INVALID_INPUT', ['input', 'parameters']],
    ['order.batchDecrypt', { cipher_infos: [] }, 'PERMISSION_DENIED', ['input', 'method']],
  ])('%s with %j is refused before anything is sent', async (method, parameters, code, path) => {
    const { payload } = await call(method, parameters);
    expect(payload.userErrors[0]).toMatchObject({ code, path });
    expect(server.calls()).toEqual([]);
  });

  it('need a scope of their own', async () => {
    const { payload, errors } = await call('sku.list', { product_id: '1' }, null, server.readKey);
    expect(payload?.userErrors?.[0]?.code ?? errors[0]?.extensions.code).toBe('PERMISSION_DENIED');
    expect(server.calls()).toEqual([]);
  });

  it('tell what the platform refused, in its own codes', async () => {
    const { payload } = await call('product.setOffline', { product_id: '3556357046087622999' });
    expect(payload.userErrors[0]).toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(payload.data).toBeNull();
  });
});
