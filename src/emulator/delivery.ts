import type { ServerResponse } from 'node:http';
import type { Answer, Dialect } from './answer.js';
import { faultAnswer } from './fault-answer.js';
import { type FaultRule, isCut, isDistortion, isPause, phaseOf } from './fault-rule.js';
import type { Faults } from './faults.js';
import type { JournalEntry } from './journal.js';
import type { Waits } from './waits.js';

/** All that one request needs to be answered, rightly or wrongly. */
export interface Delivery {
  readonly response: ServerResponse;
  readonly entry: JournalEntry;
  readonly dialect: Dialect;
  readonly faults: Faults;
  readonly waits: Waits;
  /** Does the operation and waits the emulator's latency. */
  readonly operate: () => Promise<Answer>;
}

/** Sends an answer as it should be. */
export function send(delivery: Delivery, answer: Answer): void {
  begin(delivery, answer);
  delivery.response.end(answer.body);
}

/** Plays a fault; the phases are those of {@link FaultRule}. */
export async function misbehave(rule: FaultRule, delivery: Delivery): Promise<void> {
  const { response, dialect } = delivery;
  const phase = phaseOf(rule);
  if (phase === 'before_effect' && !isDistortion(rule.fault)) {
    if (isPause(rule.fault)) {
      await pause(rule, delivery);
      return send(delivery, await delivery.operate());
    }
    return isCut(rule.fault) ? cut(rule, delivery) : deliver(rule, delivery, faultAnswer(rule, dialect.blank, dialect));
  }
  const answer = await delivery.operate();
  if (!isPause(rule.fault) && !isCut(rule.fault)) {
    return deliver(rule, delivery, faultAnswer(rule, answer, dialect));
  }
  const sent = phase === 'body' ? Math.ceil(answer.body.length / 2) : 0;
  if (phase === 'headers' || phase === 'body') {
    begin(delivery, answer);
    response.flushHeaders();
    await flushed(response, answer.body.subarray(0, sent));
  }
  if (isCut(rule.fault)) return cut(rule, delivery);
  await pause(rule, delivery);
  if (!response.headersSent) return send(delivery, answer);
  response.end(answer.body.subarray(sent));
}

async function deliver(rule: FaultRule, delivery: Delivery, answer: Answer): Promise<void> {
  if (rule.fault === 'slow_drip') return drip(rule, delivery, answer);
  if (rule.fault === 'truncate') return truncate(rule, delivery, answer);
  send(delivery, answer);
}

function begin({ response, entry }: Delivery, answer: Answer, framing: FaultRule['framing'] = 'length'): void {
  entry.status = answer.status ?? 200;
  entry.result = answer.result;
  // Without these two, Node frames a body of unknown length in chunks; with them the end of the connection ends it.
  if (framing === 'close') response.useChunkedEncodingByDefault = response.shouldKeepAlive = false;
  response.writeHead(entry.status, {
    'content-type': answer.contentType,
    ...(framing === 'length' ? { 'content-length': answer.body.length } : {}),
    ...answer.headers,
  });
}

function pause(rule: FaultRule, { faults, waits }: Delivery): Promise<void> {
  return rule.fault === 'hold' ? faults.hold() : waits.sleep(rule.ms ?? 1000);
}

/** Ends the connection, or (`stall`) leaves it open after the headers for ever. */
function cut(rule: FaultRule, { response, entry }: Delivery): void {
  if (rule.fault === 'stall') {
    if (response.headersSent) return;
    entry.status = 200;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1024 });
    response.flushHeaders();
    return;
  }
  entry.outcome = 'cut';
  if (rule.fault === 'close') response.socket?.destroySoon();
  else response.socket?.resetAndDestroy();
}

async function drip(rule: FaultRule, delivery: Delivery, answer: Answer): Promise<void> {
  const { response, waits } = delivery;
  const piece = rule.bytes ?? 16;
  begin(delivery, answer);
  for (let at = 0; at < answer.body.length && !response.destroyed; at += piece) {
    await flushed(response, answer.body.subarray(at, at + piece));
    await waits.sleep(rule.ms ?? 50);
  }
  response.end();
}

async function truncate(rule: FaultRule, delivery: Delivery, answer: Answer): Promise<void> {
  const { response, entry } = delivery;
  begin(delivery, answer, rule.framing);
  await flushed(response, answer.body.subarray(0, Math.ceil(answer.body.length / 2)));
  entry.outcome = 'cut';
  if (rule.framing === 'close') response.end();
  else response.socket?.destroySoon();
}

/** Hands bytes to the operating system, so that a cut that follows comes after them. */
function flushed(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0 || response.destroyed) setImmediate(resolve);
    else response.write(bytes, () => resolve());
  });
}
