import { createHash } from 'node:crypto';
import type { ChangeSubject } from '../../../push/change.js';
import { type ParsedBody, type ParsedMessage, UnreadableBody, type UnreadableElement } from '../../../push/message.js';
import { readJson } from '../../../upstream/read-json.js';
import { idOf, nestedJson, timeOf } from '../upstream/wire.js';
import { withoutPersonalData } from './personal-data.js';
import { factsOfTag, PROBE_TAG, type TagFacts } from './tags.js';

/** A platform sends up to ten in a body; a body of 1 MiB holds fewer than this. */
const MAX_MESSAGES = 10_000;
/** Of other ids of messages a hash is kept. */
const MESSAGE_ID = /^[\x20-\x7e]{1,255}$/;
const TAG = /^[\x20-\x7e]{1,64}$/;
const OBJECT_ID = /^[\w:.-]{1,64}$/;
/** Message ids hold tag and time of the message: `<prefix>::100:1618990587:<suffix>`. */
const TIME_IN_ID = /::\d{1,6}:(\d{10}):/;

/** The platform is younger than the one; the other is nobody's clock. */
const EARLIEST = Date.UTC(2016);
const LATEST = Date.UTC(2100);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a body that was verified (the platform's page, e.1): an array of messages with tag, id and data, the data a JSON text or
 * an object. An element that cannot be read does not lose the others.
 * @throws UnreadableBody
 */
export function parsePush(body: Uint8Array): ParsedBody {
  const reading = readJson(body);
  if (!reading.ok) throw new UnreadableBody(reading.reason);
  if (!Array.isArray(reading.value)) throw new UnreadableBody('no array');
  if (reading.value.length > MAX_MESSAGES) throw new UnreadableBody('an array of too many messages');
  const messages: ParsedMessage[] = [];
  const unreadable: UnreadableElement[] = [];
  let probe = false;
  for (const element of reading.value as unknown[]) {
    const envelope = envelopeOf(element);
    if (envelope?.tag === PROBE_TAG) probe = true;
    else {
      const message = envelope === null ? null : messageOf(envelope);
      if (message === null) unreadable.push({ body: JSON.stringify([element]) });
      else messages.push(message);
    }
  }
  if (unreadable.length > 0 && messages.length === 0 && !probe) throw new UnreadableBody('an array without a message');
  return { messages, unreadable, probe };
}

interface Envelope {
  readonly tag: string;
  readonly messageId: string;
  readonly data: unknown;
}

/** Tag and id may be numbers, and the id may have the name of the documents' samples. */
function envelopeOf(element: unknown): Envelope | null {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return null;
  const fields = element as Fields;
  const tag = textOf(fields['tag']);
  const messageId = textOf(fields['msg_id']) ?? textOf(fields['msgId']);
  if (tag === null || !TAG.test(tag) || messageId === null) return null;
  return { tag, messageId, data: fields['data'] };
}

/** Null for a message of a known tag whose data is none. */
function messageOf({ tag, messageId, data }: Envelope): ParsedMessage | null {
  const facts = factsOfTag(tag);
  const nested = nestedJson(data);
  const isObject = typeof nested === 'object' && nested !== null && !Array.isArray(nested);
  if (facts !== null && !isObject) return null;
  const fields: Fields = isObject ? (nested as Fields) : {};
  const clean = withoutPersonalData(isObject ? nested : null, facts !== null);
  return {
    messageId: MESSAGE_ID.test(messageId)
      ? messageId
      : `sha256:${createHash('sha256').update(messageId).digest('hex')}`,
    tag,
    nativeShopId: idIn(fields, 'shop_id'),
    occurredAt: timeIn(fields, facts) ?? instantOf(TIME_IN_ID.exec(messageId)?.[1] ?? null),
    kind: facts?.kind ?? 'UNRECOGNIZED',
    subject: subjectIn(fields, facts),
    raw: JSON.stringify({ tag, msg_id: messageId, data: clean }),
  };
}

function timeIn(fields: Fields, facts: TagFacts | null): number | null {
  for (const name of facts?.times ?? []) {
    const instant = instantOf(scalarOf(fields[name]));
    if (instant !== null) return instant;
  }
  return null;
}

/** Epoch milliseconds; null for what is no time, and for what cannot be one of this platform. */
function instantOf(value: string | number | null): number | null {
  const instant = timeOf(value)?.getTime() ?? 0;
  return instant >= EARLIEST && instant < LATEST ? instant : null;
}

function subjectIn(fields: Fields, facts: TagFacts | null): ChangeSubject | null {
  if (facts === null || facts.subject === null) return null;
  const nativeId = idIn(fields, facts.subject.field);
  return nativeId === null ? null : { type: facts.subject.type, nativeId };
}

/** An id as number or text; null for what cannot be one of the platform's. */
function idIn(fields: Fields, name: string): string | null {
  const id = idOf(scalarOf(fields[name]));
  return id !== null && OBJECT_ID.test(id) ? id : null;
}

const scalarOf = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

const textOf = (value: unknown): string | null => {
  const text = scalarOf(value);
  return text === null || text === '' ? null : String(text);
};
