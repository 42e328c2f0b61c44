import { Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { decodeList } from '../../../../upstream/decode.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listIn, textOf, timeOf, wireDecoder, wireFlag, wireInteger, wireText } from '../wire.js';

/** Most texts of a call. */
export const MAX_CIPHERS = METHODS.orderDecrypt.batchLimit;

/** A text of an order that is to be read. */
export interface Cipher {
  readonly orderId: string;
  readonly text: string;
}

/** A text in the clear. Lives as long as the answer that it is for: no view shows it to a logger, nothing keeps it. */
export class ClearText {
  readonly #text: string;

  constructor(
    text: string,
    /** Whether it is a number that stands for the recipient's own, and until when. */
    readonly isVirtual: boolean,
    readonly expiresAt: Date | null,
  ) {
    this.#text = text;
  }

  /** The text itself. */
  get text(): string {
    return this.#text;
  }
}

/** What became of one text: in the clear, or why not. */
export type Decrypted = ClearText | AppError;

const decodeInfo = wireDecoder(
  Type.Object({
    auth_id: Type.String(),
    cipher_text: Type.String(),
    decrypt_text: wireText(),
    err_no: wireInteger(),
    is_virtual_tel: wireFlag(),
    expire_time: wireInteger(),
  }),
);

const keyOf = (orderId: string, text: string): string => `${orderId} ${text}`;

/** What was read of some texts. */
export interface Clear {
  /** Of one text of an order. A text that the platform said nothing of is a failure too. */
  of(cipher: Cipher): Decrypted;
}

/**
 * Reads texts in the clear. Each fails alone; answers are matched by order and text.
 * @param ciphers 1 to 50
 * @throws AppError of the whole call
 */
export async function decrypt(client: DouyinClient, ciphers: readonly Cipher[]): Promise<Clear> {
  const method = METHODS.orderDecrypt;
  const parameters = { cipher_infos: ciphers.map(({ orderId, text }) => ({ auth_id: orderId, cipher_text: text })) };
  const found = await client.call({ method, parameters, batchSize: ciphers.length }, (data) => {
    const { rows, badRows } = decodeList(listIn(data, 'decrypt_infos'), decodeInfo);
    const clear = new Map<string, Decrypted>(
      rows.map((row) => {
        const failure = integerOf(row.err_no) ?? 0;
        const text = textOf(row.decrypt_text);
        const isVirtual = flagOf(row.is_virtual_tel);
        const read =
          failure === 0 && text !== null
            ? new ClearText(text, isVirtual, isVirtual ? timeOf(row.expire_time) : null)
            : refused(failure);
        return [keyOf(row.auth_id, row.cipher_text), read];
      }),
    );
    return { clear, badRows };
  });
  client.noteBadRows(method, found.badRows);
  return { of: ({ orderId, text }) => found.clear.get(keyOf(orderId, text)) ?? notTold() };
}

/** The platform's text of a failed one is not passed on: it may hold what it failed with. */
function refused(number: number): AppError {
  const { platform, name: endpoint } = METHODS.orderDecrypt;
  const fault = {
    platform,
    endpoint,
    httpStatus: 200,
    code: String(number),
    subCode: null,
    message: null,
    logId: null,
  };
  return new AppError('UPSTREAM_REJECTED', 'The platform did not decrypt a part of the recipient.', {
    platform,
    fault,
  });
}

const notTold = (): AppError =>
  new AppError('UPSTREAM_MALFORMED', 'The platform said nothing of a part of the recipient.', {
    platform: METHODS.orderDecrypt.platform,
  });

/**
 * Tells the platform's risk control who looked at which orders. What belongs into `params` is not documented; the orders' ids are
 * what it certainly is about.
 * @param at epoch milliseconds
 * @throws AppError
 */
export const reportView = (client: DouyinClient, orderIds: readonly string[], at: number): Promise<void> =>
  client.call(
    {
      method: METHODS.orderViewReport,
      parameters: { event_time: Math.floor(at / 1000), params: JSON.stringify({ order_ids: orderIds }) },
    },
    () => undefined,
  );
