import { HttpRefusal } from './http-refusal.js';

/** The two forms an answer can have; the same bytes under two names. */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

const ANSWER_TYPES: readonly AnswerType[] = ['application/json', 'application/graphql-response+json'];
const MAX_HEADER = 1024;

/**
 * Lets through only what this endpoint reads: JSON in UTF-8, not compressed. That rule is also what keeps foreign web
 * pages from sending requests without a preflight (reliability R31).
 * @throws HttpRefusal 415
 */
export function requireJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  if (type?.trim() !== 'application/json')
    throw new HttpRefusal(415, 'INVALID_INPUT', 'The content type must be application/json.');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))
    throw new HttpRefusal(415, 'INVALID_INPUT', 'The character set must be UTF-8.');
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity')
    throw new HttpRefusal(415, 'INVALID_INPUT', 'Compressed request bodies are not supported.');
}

/**
 * Chooses the answer's type: the one the caller weighs highest, the first named of equals, JSON without a wish.
 * @throws HttpRefusal 406
 */
export function negotiateAnswer(accept: string | undefined): AnswerType {
  if (accept === undefined || accept.trim() === '') return 'application/json';
  const ranges = accept.slice(0, MAX_HEADER).split(',').map(readRange);
  let best: { type: AnswerType; quality: number } | null = null;
  for (const { range, quality } of ranges) {
    const type = ANSWER_TYPES.find((known) => known === range || range === '*/*' || range === 'application/*');
    if (type !== undefined && quality > (best?.quality ?? 0)) best = { type, quality };
  }
  if (best !== null) return best.type;
  throw new HttpRefusal(406, 'INVALID_INPUT', `The answer can only be ${ANSWER_TYPES.join(' or ')}.`);
}

/** Whether the caller takes a stream of events, and whether it takes anything else of ours. `*` stands for JSON. */
export function acceptsEventStream(accept: string | undefined): 'no' | 'only' | 'also' {
  const ranges = (accept ?? '').slice(0, MAX_HEADER).split(',').map(readRange);
  const taken = ranges.filter(({ quality }) => quality > 0).map(({ range }) => range);
  if (!taken.includes('text/event-stream')) return 'no';
  const isJson = (range: string): boolean =>
    range === '*/*' || range === 'application/*' || ANSWER_TYPES.includes(range as AnswerType);
  return taken.some(isJson) ? 'also' : 'only';
}

function readRange(text: string): { range: string; quality: number } {
  const [range = '', ...parameters] = text.toLowerCase().split(';');
  const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { range: range.trim(), quality: Number.isFinite(quality) ? quality : 0 };
}
