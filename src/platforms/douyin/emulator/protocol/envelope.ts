import type { Answer } from '../../../../emulator/answer.js';
import { MESSAGES, type Refusal } from './refusal.js';
import { logStamp } from './times.js';
import { isList, isObject, type Json, parse, print, RawJson } from './wire-json.js';

/** How an answer is wrapped; the switches are those of {@link DouyinRules}. */
export interface Wrapping {
  /** Epoch milliseconds; `Date` header and `log_id` follow it. */
  readonly now: number;
  /** Number of the answer, for `log_id`. */
  readonly serial: number;
  /** With `err_no` and `message`, for clients that do not send `x-open-no-old-err-code`. */
  readonly legacy: boolean;
  /** How a write without payload says that it has none. */
  readonly emptyData: 'object' | 'null' | 'absent';
  /** Puts an unknown key into every object, as a newer platform might. */
  readonly chaos: boolean;
}

/** A success. `undefined` stands for a write without payload. */
export function success(data: Json | undefined, wrapping: Wrapping): Answer {
  const filled = wrapping.chaos && data !== undefined ? withUnknownKeys(data) : data;
  return wrap(10000, '', '', filled === undefined ? EMPTY[wrapping.emptyData] : print(filled), wrapping);
}

/** A failure; HTTP 200 like everything that the platform itself says. */
export const failure = ({ code, subCode, subMsg, data }: Refusal, wrapping: Wrapping): Answer =>
  wrap(code, subCode, subMsg, print(data), wrapping);

const EMPTY = { object: '{}', null: 'null', absent: null } as const;

function wrap(code: number, subCode: string, subMsg: string, data: string | null, wrapping: Wrapping): Answer {
  const msg = MESSAGES[code] ?? '系统错误';
  const logId = `${logStamp(wrapping.now)}0102081300${wrapping.serial.toString(16).toUpperCase().padStart(10, '0')}`;
  const texts = [
    `"code":${code}`,
    `"msg":${JSON.stringify(msg)}`,
    `"sub_code":${JSON.stringify(subCode)}`,
    `"sub_msg":${JSON.stringify(subMsg)}`,
    ...(data === null ? [] : [`"data":${data}`]),
    `"log_id":"${logId}"`,
    ...(wrapping.legacy
      ? [`"err_no":${code === 10000 ? 0 : code}`, `"message":${JSON.stringify(subMsg === '' ? msg : subMsg)}`]
      : []),
  ];
  return {
    contentType: 'application/json; charset=utf-8',
    headers: { date: new Date(wrapping.now).toUTCString() },
    body: Buffer.from(`{${texts.join(',')}}`),
    result: code,
  };
}

function withUnknownKeys(value: Json): Json {
  if (value instanceof RawJson) return withUnknownKeys(parse(value.text));
  if (isList(value)) return value.map(withUnknownKeys);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    member === undefined ? undefined : withUnknownKeys(member),
  ]);
  return { ...(Object.fromEntries(members) as Record<string, Json>), x_unknown_key: '新字段' };
}
