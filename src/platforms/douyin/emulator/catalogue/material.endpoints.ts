import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid } from '../protocol/refusal.js';
import { wallClock } from '../protocol/times.js';
import type { Json } from '../protocol/wire-json.js';
import type { Material } from '../state/shop.record.js';
import { byteUrl } from './material.life.js';

/** The material centre (specification g.5). */
export const MATERIALS: readonly Endpoint[] = [
  { method: 'material.uploadImageSync', wrong: 20001, answer: upload },
  {
    method: 'material.queryMaterialDetail',
    wrong: 20001,
    answer: ({ params, shop }) => {
      const material = shop.materials.get(params.required('material_id'));
      if (material === undefined) throw invalid(22002, '素材不存在');
      return { material_info: materialRow(material) };
    },
  },
];

function upload(call: Call): Json {
  const { params, shop, state, now, rules } = call;
  const folderId = params.required('folder_id');
  const name = params.required('material_name');
  if ([...name].length > 50) throw invalid(20001, 'material_name最多50个字符');
  const url = params.text('url') ?? params.text('file_uri') ?? '';
  if (url === '') throw invalid(20001, 'url和file_uri不能同时为空');
  if (params.has('url') && !/^https?:\/\//.test(url)) throw failed(10010, '图片下载失败');
  const known =
    params.flag('need_distinct') === true
      ? [...shop.materials.values()].find((material) => material.originUrl === url)
      : undefined;
  const material: Material = known ?? {
    id: state.ids.next('material'),
    folderId,
    name,
    originUrl: url,
    auditStatus: 1,
    auditAt: rules.materialAuditSeconds === null ? null : now + rules.materialAuditSeconds,
    createdAt: now,
  };
  shop.materials.set(material.id, material);
  if (known === undefined) call.effect('material.upload', material.id);
  return {
    material_id: material.id,
    folder_id: material.folderId,
    is_new: known === undefined,
    audit_status: material.auditStatus,
    byte_url: byteUrl(material),
  };
}

const materialRow = (material: Material): Json => ({
  material_id: material.id,
  folder_id: material.folderId,
  origin_url: material.originUrl,
  byte_url: byteUrl(material),
  materil_name: material.name,
  material_type: 'photo',
  operate_status: 1,
  audit_status: material.auditStatus,
  audit_reject_desc: '',
  size: 204_800,
  photo_info: { height: 800, width: 800, format: 'png' },
  create_time: wallClock(material.createdAt),
  update_time: wallClock(material.createdAt),
  delete_time: '',
});
