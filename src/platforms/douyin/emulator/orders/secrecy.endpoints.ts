import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid, missing } from '../protocol/refusal.js';
import type { Json, Row } from '../protocol/wire-json.js';
import { masked, SECRET_KINDS, type Secret } from '../state/vault.js';
import { ciphers } from './receiver.row.js';

const MOST = 50;
const FOURTEEN_DAYS = 14 * 86_400;
const NO_CUSTOM_ERROR = { err_code: 0, err_msg: '' };

/** Personal data (specification f.7): plain, masked, and the report of who looks at orders. */
export const SECRECY: readonly Endpoint[] = [
  {
    method: 'order.batchDecrypt',
    wrong: 100000,
    answer: (call) => {
      const items = ciphersOf(call).map((item) => ({ ...item, row: decrypted(call, item) }));
      const data = { decrypt_infos: items.map(({ row }) => row), custom_err: NO_CUSTOM_ERROR };
      if (items.some(({ secret }) => secret === undefined)) throw failed(300008, '300008:解密接口存在部分失败', data);
      return data;
    },
  },
  {
    method: 'order.batchSensitive',
    wrong: 100000,
    answer: (call) => {
      const items = ciphersOf(call);
      const data: Row = {
        decrypt_infos: items.map(({ authId, cipher, secret }) => ({
          auth_id: authId,
          cipher_text: cipher,
          decrypt_text: secret === undefined ? '' : masked(secret),
          ...outcome(secret),
        })),
        custom_err: NO_CUSTOM_ERROR,
      };
      if (items.some(({ secret }) => secret === undefined)) throw failed(300008, '300008:脱敏接口存在部分失败', data);
      return data;
    },
  },
  {
    method: 'antispam.orderQuery',
    wrong: 100000,
    answer: ({ params }) => {
      params.requiredInteger('event_time');
      params.required('params');
      return { decision: { decision: 'PASS', decision_detail: '{}', hit_status: 'unhit' } };
    },
  },
];

interface CipherItem {
  readonly authId: string;
  readonly cipher: string;
  /** Undefined when the ciphertext is none of the order that it is asked for. */
  readonly secret: Secret | undefined;
}

function ciphersOf({ params, shop }: Call): CipherItem[] {
  const infos = params.objects('cipher_infos') ?? [];
  if (infos.length === 0) throw missing(100000, 'cipher_infos不能为空');
  if (infos.length > MOST) throw invalid(300001, '单次解密数量超过限制');
  return infos.map((info) => {
    const authId = info.required('auth_id');
    const cipher = info.required('cipher_text');
    const order = shop.orders.get(authId) ?? shop.ordersByLine.get(authId);
    const held = order === undefined ? [] : Object.values(ciphers(shop.vault, order.receiver));
    return { authId, cipher, secret: held.includes(cipher) ? shop.vault.open(cipher) : undefined };
  });
}

const outcome = (secret: Secret | undefined) =>
  secret === undefined ? { err_no: 300003, err_msg: '密文不合法' } : { err_no: 0, err_msg: '' };

function decrypted({ rules, now, shop }: Call, { authId, cipher, secret }: CipherItem): Json {
  const isVirtual = secret?.kind === 'tel' && rules.virtualNumbers;
  const text = isVirtual ? shop.vault.virtualNumber(cipher) : (secret?.plain ?? '');
  const [phoneA = '', phoneB = ''] = isVirtual ? text.split('-') : [];
  return {
    auth_id: authId,
    cipher_text: cipher,
    decrypt_text: text,
    ...outcome(secret),
    data_type: dataType(secret, isVirtual),
    is_virtual_tel: isVirtual,
    expire_time: isVirtual ? now + FOURTEEN_DAYS : 0,
    phone_no_a: phoneA,
    phone_no_b: phoneB,
  };
}

function dataType(secret: Secret | undefined, isVirtual: boolean): number {
  if (secret === undefined) return 0;
  // A phone that is never virtual has a number of its own.
  return secret.kind === 'tel' && !isVirtual ? 5 : SECRET_KINDS[secret.kind];
}
