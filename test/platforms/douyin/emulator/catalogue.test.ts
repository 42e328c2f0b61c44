import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { type Caller, caller, first, fixture, type Row } from './platform-caller.js';

describe('products of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  let time = Date.parse('2025-06-01T00:00:00Z');
  const shop = () => first(emulator.seed.shops);

  beforeAll(async () => {
    emulator = await startDouyinEmulator({ now: () => time });
  });
  beforeEach(async () => {
    time = Date.parse('2025-06-01T00:00:00Z');
    emulator.reset();
    api = await caller(emulator, shop());
  });
  afterAll(() => emulator.close());

  const detail = (id: unknown, more: Row = {}) => api.data('product.detail', { product_id: String(id), ...more });
  const add = async (more: Row = {}) => {
    const made = await api.data('product.addV2', { ...fixture('product.addV2').request.param_json, ...more });
    return made['product_id'];
  };

  it('are listed in pages from 1, at most 100 long and 10 000 deep', async () => {
    const seen = new Set<unknown>();
    const { total } = await api.data('product.listV2', { page: 1, size: 1 });
    for (let page = 1; page <= 3; page += 1) {
      const rows = (await api.data('product.listV2', { page, size: 50 }))['data'] as Row[];
      for (const row of rows) seen.add(row['product_id']);
    }
    expect(seen.size).toBe(total);
    expect((await api.data('product.listV2', { page: 99, size: 100 }))['data']).toEqual([]);
    const refused = '40004 isv.parameter-invalid:2010004';
    for (const [page, size] of [
      [0, 10],
      [101, 1],
      [1, 0],
      [1, 101],
      [undefined, 10],
      [1, undefined],
    ]) {
      expect([page, size, await api.verdict('product.listV2', { page, size })]).toEqual([page, size, refused]);
    }
  });

  it('are listed by a cursor until nothing comes', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    for (;;) {
      const page = await api.data('product.listV2', { page: 1, size: 30, use_cursor: true, cursor_id: cursor });
      const rows = page['data'] as Row[];
      if (rows.length === 0) break;
      seen.push(...rows.map((row) => row['product_id']));
      cursor = String(page['cursor_id']);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(Number((await api.data('product.listV2', { page: 1, size: 1 }))['total']));
  });

  it('are found by status, check, name, ids and times with exclusive bounds', async () => {
    const rows = async (filter: Row) =>
      (await api.data('product.listV2', { page: 1, size: 100, ...filter }))['data'] as Row[];
    for (const status of [0, 1, 2]) {
      const found = await rows({ status });
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map((row) => row['status']))).toEqual(new Set([status]));
    }
    expect((await rows({})).some((row) => row['status'] === 2)).toBe(false);
    expect(new Set((await rows({ check_status: 4 })).map((row) => row['check_status']))).toEqual(new Set([4]));
    const caps = await rows({ name: '棒球帽' });
    expect(caps.every((row) => String(row['name']).includes('棒球帽'))).toBe(true);
    const one = first(caps);
    expect(await rows({ product_id: [String(one['product_id'])] })).toEqual([one]);
    const created = Number(one['create_time']);
    const names = async (start: number, end: number) => (await rows({ start_time: start, end_time: end })).length;
    expect(await names(created - 1, created + 1)).toBe(1);
    expect(await names(created, created + 1)).toBe(0);
    expect(await names(created - 1, created)).toBe(0);
  });

  it('are kept to their shop', async () => {
    const other = await caller(emulator, emulator.seed.shops[1] ?? shop());
    const foreign = first((await other.data('product.listV2', { page: 1, size: 1 }))['data'] as Row[])['product_id'];
    expect(await api.verdict('product.detail', { product_id: foreign })).toBe('40004 isv.parameter-invalid:2010058');
    expect(await api.verdict('sku.list', { product_id: foreign })).toBe('40004 isv.parameter-invalid:4');
    expect(await api.verdict('product.setOffline', { product_id: foreign })).toBe('50002 isv.business-failed:2010058');
    expect(await api.verdict('product.del', { product_id: foreign })).toBe('40004 isv.parameter-invalid:4');
    expect(await api.verdict('product.editV2', { product_id: foreign, commit: true })).toBe(
      '50002 isv.business-failed:2010058',
    );
  });

  it('are created, audited, put on the shelf, taken off and deleted', async () => {
    const id = await add();
    expect(await detail(id)).toMatchObject({ status: 1, check_status: 2, name: '示例纯棉T恤 男女同款' });
    expect(await api.verdict('product.editV2', { product_id: id, commit: true, outer_product_id: 'x' })).toBe(
      '50002 isv.business-failed:2010041',
    );
    time += 5000;
    const online = await detail(id);
    expect(online).toMatchObject({ status: 0, check_status: 3, draft_status: 0 });
    expect((online['spec_prices'] as Row[]).map((sku) => [sku['code'], sku['stock_num'], sku['price']])).toEqual([
      ['TEE-RED-M', 120, 5990],
      ['TEE-RED-L', 80, 5990],
    ]);
    await api.data('product.setOffline', { product_id: id });
    expect(await api.verdict('product.setOffline', { product_id: id })).toBe('40004 isv.parameter-invalid:2010021');
    expect(await detail(id)).toMatchObject({ status: 1, check_status: 3 });
    await api.data('product.setOnline', { product_id: id });
    expect(await detail(id)).toMatchObject({ status: 0 });
    await api.data('product.setOffline', { product_id: id });
    await api.data('product.editV2', { product_id: id, commit: true });
    expect(await detail(id)).toMatchObject({ status: 0 });
    await api.data('product.del', { product_id: id, delete_forever: false });
    expect(await detail(id)).toMatchObject({ status: 2 });
    expect(await api.verdict('product.del', { product_id: id })).toBe('40004 isv.parameter-invalid:7');
    expect(await api.verdict('product.editV2', { product_id: id, commit: true, name: '示例纯棉T恤 秋冬款' })).toBe(
      '50002 isv.business-failed:2010042',
    );
    await api.data('product.del', { product_id: id, delete_forever: true });
    expect(await api.verdict('product.detail', { product_id: String(id) })).toBe('40004 isv.parameter-invalid:2010058');
    const kinds = emulator.journal.effects.map(({ kind }) => kind).filter((kind) => kind.startsWith('product.'));
    expect(kinds).toEqual([
      'product.create',
      'product.offline',
      'product.online',
      'product.offline',
      'product.online',
      'product.edit',
      'product.delete',
      'product.delete',
    ]);
  });

  it('keep the old version on the shelf while an edit is a draft, and take it over when it is approved', async () => {
    const id = await add();
    time += 5000;
    const before = await detail(id);
    await api.data('product.editV2', { product_id: id, commit: false, name: '示例纯棉T恤 秋冬款' });
    expect(await detail(id)).toMatchObject({ name: before['name'], draft_status: 1, status: 0 });
    expect(await detail(id, { show_draft: 'true' })).toMatchObject({ name: '示例纯棉T恤 秋冬款' });
    await api.data('product.editV2', { product_id: id, commit: true });
    expect(await detail(id)).toMatchObject({ name: before['name'], draft_status: 2 });
    emulator.auditor.reject(String(id), '标题不合规');
    expect(await detail(id)).toMatchObject({ name: before['name'], draft_status: 4, status: 0, check_status: 3 });
    await api.data('product.editV2', { product_id: id, commit: true, name: '示例纯棉T恤 春夏款' });
    time += 5000;
    const after = await detail(id);
    expect(after).toMatchObject({ name: '示例纯棉T恤 春夏款', draft_status: 0, status: 0 });
    expect(after['create_time']).toBe(before['create_time']);
    expect(after['update_time']).not.toBe(before['update_time']);
  });

  it('can be rejected, and wait for their seller when they are to', async () => {
    emulator.rules.productAuditSeconds = null;
    const rejected = await add();
    emulator.auditor.reject(String(rejected), '图片不合规');
    expect(await detail(rejected)).toMatchObject({ status: 1, check_status: 4 });
    await api.data('product.editV2', { product_id: rejected, commit: true, recommend_remark: 'x' });
    expect(await detail(rejected)).toMatchObject({ check_status: 2 });
    const waiting = await add({ start_sale_type: 1 });
    emulator.auditor.approve(String(waiting));
    emulator.rules.productAuditSeconds = 4;
    expect(await detail(waiting)).toMatchObject({ status: 1, check_status: 7 });
    await api.data('product.setOnline', { product_id: waiting });
    expect(await detail(waiting)).toMatchObject({ status: 0, check_status: 3 });
    const saved = await add({ commit: false });
    expect(await detail(saved)).toMatchObject({ status: 1, check_status: 1, draft_status: 1 });
  });

  it('are refused when a field is missing or wrong, and nothing is made then', async () => {
    const base = fixture('product.addV2').request.param_json;
    const verdict = (more: Row) => api.verdict('product.addV2', { ...base, ...more });
    const bad = '40004 isv.parameter-invalid:2010004';
    for (const name of [
      'product_type',
      'category_leaf_id',
      'name',
      'pic',
      'description',
      'reduce_type',
      'freight_id',
      'mobile',
      'commit',
    ]) {
      expect([name, await verdict({ [name]: undefined })]).toEqual([name, '40002 isv.missing-parameter:2010003']);
    }
    expect(await verdict({ name: '短名' })).toBe(bad);
    expect(await verdict({ name: '长'.repeat(31) })).toBe(bad);
    expect(await verdict({ name: '示例纯棉T恤 男女同款😀' })).toBe(bad);
    expect(await verdict({ category_leaf_id: 20009 })).toBe('40004 isv.parameter-invalid:2010044');
    expect(await verdict({ pic: 'https://merchant.example/1.png' })).toBe('40004 isv.parameter-invalid:99');
    expect(await verdict({ pic: Array(6).fill(base['pic']).join('|') })).toBe(bad);
    expect(await verdict({ reduce_type: 3 })).toBe(bad);
    expect(await verdict({ specs: '颜色|红^尺码|M' })).toBe(bad);
    expect(await verdict({ specs: '颜色|红^尺码|L,M' })).toBe(bad);
    expect(await verdict({ spec_prices: '[{"price":' })).toBe(bad);
    expect(await verdict({ product_format_new: '{}' })).toBe('40002 isv.missing-parameter:2010321');
    expect(emulator.journal.effects).toHaveLength(1);
  });

  it('can be given their skus in the newer form', async () => {
    const id = await add({
      specs: undefined,
      spec_prices: undefined,
      spec_info: { spec_values: [{ property_name: '颜色', values: [{ value_name: '红' }, { value_name: '黑' }] }] },
      spec_prices_v2: ['红', '黑'].map((value_name, at) => ({
        sell_properties: [{ property_name: '颜色', value_name }],
        price: 1000 + at,
        stock_num: 5,
      })),
    });
    const rows = (await api.data('sku.list', { product_id: id })) as unknown as Row[];
    expect(rows.map((row) => [row['spec_detail_name1'], row['price']])).toEqual([
      ['红', 1000],
      ['黑', 1001],
    ]);
  });

  it('go back on the shelf by editV2 alone where setOnline is not there', async () => {
    emulator.rules.setOnline = false;
    const id = first(
      (await api.data('product.listV2', { page: 1, size: 1, status: 1, check_status: 3 }))['data'] as Row[],
    )['product_id'];
    expect(await api.verdict('product.setOnline', { product_id: id })).toBe('70000 isp.api-service-off');
    emulator.rules.setOnline = true;
    expect(await api.verdict('product.editV2', { product_id: id, commit: true })).toBe('10000');
  });
});

describe('what is looked up on the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  beforeAll(async () => {
    emulator = await startDouyinEmulator();
    api = await caller(emulator, first(emulator.seed.shops));
  });
  afterAll(() => emulator.close());

  it('are categories down to leaves, and their attributes', async () => {
    const children = async (cid: unknown) => (await api.data('shop.getShopCategory', { cid })) as unknown as Row[];
    const top = await children(0);
    expect(top.every((row) => row['level'] === 1 && row['parent_id'] === 0)).toBe(true);
    expect(top.some((row) => row['enable'] === false)).toBe(true);
    const clothes = await children(20005);
    const shirts = await children(first(clothes)['id']);
    expect(shirts.map((row) => [row['id'], row['is_leaf']])).toContainEqual([20283, true]);
    expect(await children(20283)).toEqual([]);
    const { data } = await api.data('product.getCatePropertyV2', { category_leaf_id: 20283 });
    expect(first(data as Row[])).toMatchObject({ property_id: 1687, property_name: '材质', required: 1 });
  });

  it('are regions, carriers, addresses and brands', async () => {
    const provinces = (await api.data('address.getProvince')) as unknown as Row[];
    expect(provinces).toContainEqual({ province_id: 330000, province: '浙江省' });
    const areas = (await api.data('address.getAreasByProvince', { province_id: 330000 })) as unknown as Row[];
    expect(first(first(areas)['sub_districts'] as Row[])).toMatchObject({
      code: 330100,
      father_code: 330000,
      name: '杭州市',
      level: 'city',
    });
    expect(await api.verdict('address.getAreasByProvince', { province_id: 1 })).toBe('50002 isv.business-failed:422');
    expect(((await api.data('order.logisticsCompanyList')) as unknown as Row[]).map((row) => row['code'])).toContain(
      'shunfeng',
    );
    const page = { page_no: 1, page_size: 1, order_by: 'desc', order_field: 'update_time' };
    const addresses = await api.data('address.list', page);
    expect(addresses).toMatchObject({ total: 2, page_size: 1, page_no: 1 });
    expect(addresses['address_list']).toHaveLength(1);
    expect(await api.verdict('address.list', { ...page, page_no: 0 })).toBe('40004 isv.parameter-invalid:5001');
  });

  it('are images, which get their URL when they are audited', async () => {
    const upload = {
      folder_id: '0',
      material_name: 'tee.png',
      url: 'https://merchant.example/tee.png',
      need_distinct: true,
    };
    const made = await api.data('material.uploadImageSync', upload);
    expect(made).toMatchObject({ is_new: true, audit_status: 1, byte_url: '' });
    emulator.advance(5000);
    const again = await api.data('material.uploadImageSync', upload);
    expect(again).toMatchObject({ material_id: made['material_id'], is_new: false, audit_status: 3 });
    expect(again['byte_url']).toMatch(/^https:\/\/[^/]+\.ecombdimg\.com\//);
    const { material_info } = await api.data('material.queryMaterialDetail', { material_id: made['material_id'] });
    expect(material_info).toMatchObject({ byte_url: again['byte_url'], origin_url: upload.url });
    expect(await api.verdict('material.uploadImageSync', { folder_id: '0', material_name: 'x' })).toBe(
      '40004 isv.parameter-invalid:20001',
    );
  });
});
