import { print, type Row } from '../protocol/wire-json.js';
import type { PushRules } from '../state/rules.js';

/** A message to push. */
export interface PushMessage {
  readonly tag: number;
  readonly msgId: string;
  readonly data: Row;
}

/** The body of a delivery: an array, `data` a string that holds JSON, as on the wire (specification e.1). */
export const eventBody = (messages: readonly PushMessage[], rules: Pick<PushRules, 'dataForm' | 'tagForm'>): string =>
  print(
    messages.map(({ tag, msgId, data }) => ({
      tag: rules.tagForm === 'string' ? String(tag) : tag,
      msg_id: msgId,
      data: rules.dataForm === 'string' ? print(data) : data,
    })),
  );

/** What is sent when a URL is saved; its `data` is no JSON. */
export const probeBody = (rfc3339: string): string => print([{ tag: '0', msg_id: '0', data: rfc3339 }]);
