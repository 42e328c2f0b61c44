import type { Json } from './wire-json.js';

/** A refusal by the platform's rules: envelope code, dotted sub code, text, and data where some comes with an error. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly subCode: string,
    readonly subMsg: string,
    readonly data: Json = null,
  ) {
    super(`${code} ${subCode}`);
  }
}

/** 40002: a parameter that must be there. */
export const missing = (number: number, text: string): Refusal =>
  new Refusal(40002, `isv.missing-parameter:${number}`, text);
/** 40004: a parameter that cannot be taken. */
export const invalid = (number: number, text: string): Refusal =>
  new Refusal(40004, `isv.parameter-invalid:${number}`, text);
/** 50002: the business says no. */
export const failed = (number: number, text: string, data: Json = null): Refusal =>
  new Refusal(50002, `isv.business-failed:${number}`, text, data);
/** 20000: the platform's service says it could not. */
export const troubled = (number: number, text: string): Refusal =>
  new Refusal(20000, `isp.service-error:${number}`, text);

/** `msg` of the envelope by code (specification d). */
export const MESSAGES: Readonly<Record<number, string>> = {
  10000: 'success',
  10001: '请求部分失败',
  20000: '系统错误',
  20001: '内部服务超时',
  30001: '操作权限不足',
  30002: '请求来源IP不可信，请检查IP白名单',
  40001: '缺少必选参数',
  40002: '缺少必选参数',
  40003: '非法的参数',
  40004: '非法的参数',
  50000: '系统错误',
  50001: '平台处理失败',
  50002: '业务处理失败',
  60000: '触发限流，请稍后重试',
  70000: '接口服务已下线',
  80000: '风控拦截',
  90000: '其他异常',
};

/** Sub code of a code that a fault rule names without one. */
export const USUAL_SUB_CODES: Readonly<Record<number, string>> = {
  10001: 'isv.business-part-failed:1',
  20000: 'dop.service-error',
  20001: 'isp.service-timeout-error:1103',
  30001: 'isv.app-permissions-insufficient',
  30002: 'isv.invalid_ip',
  40001: 'isv.parameter-missing',
  40003: 'isv.parameter-invalid',
  60000: 'isv.traffic-limited',
  70000: 'isp.api-service-off',
  90000: 'dop.unknown-error',
};
