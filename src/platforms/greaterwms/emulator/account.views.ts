import type { Answer, EmulatedRequest } from '../../../emulator/answer.js';
import { serverErrorPage, success } from './envelope.js';
import type { Account } from './records.js';
import type { World } from './view.js';

/** An answer of the two calls without a token: an envelope of their own, in which `code` is a text. */
const told = (code: string, msg: string, data: unknown, request: EmulatedRequest): Answer => {
  const answer = success({ code, msg, data, ip: String(request.headers['x-forwarded-for'] ?? '127.0.0.1') });
  return { ...answer, result: Number(code) };
};

const created = (account: Account, request: EmulatedRequest): Answer => {
  const { name, openid, userId } = account;
  return told('200', 'Success Create', { name, openid, user_id: userId }, request);
};

/** `POST /register/` */
export function register({ state }: World, request: EmulatedRequest): Answer {
  const body = bodyOf(request);
  if (body === null) return serverErrorPage();
  const { name, password1, password2 } = body;
  const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
  if (state.accounts.some((account) => account.name === String(name)))
    return told('1022', 'User Is Exists', name, request);
  if (isEmpty(password1)) return told('1024', 'Password Can Not Be Empty', name, request);
  if (isEmpty(password2)) return told('1025', 'Please Confirm The Password', name, request);
  if (String(password1) !== String(password2)) return told('1026', 'Password Is Not Same One', name, request);
  return created(state.addAccount(String(name), String(password1)), request);
}

/** `POST /login/`; a refusal repeats the password. */
export function login({ state }: World, request: EmulatedRequest): Answer {
  const body = bodyOf(request);
  if (body === null) return serverErrorPage();
  const { name, password } = body;
  const account = state.accounts.find((one) => one.name === name && one.password === password);
  if (account !== undefined) return created(account, request);
  return told('1011', 'User Name Or Password Error', { name, password }, request);
}

function bodyOf({ body }: EmulatedRequest): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
