import { AppError } from '../errors/app-error.js';

const MAX_NAME = 200;
const MAX_LABELS = 50;
const MAX_LABEL = 64;

/**
 * A name without blanks around it.
 * @throws AppError INVALID_INPUT with path `['input', 'name']`
 */
export function nameOf(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME) return name;
  throw new AppError('INVALID_INPUT', `A name has 1 to ${MAX_NAME} characters.`, { path: ['input', 'name'] });
}

/**
 * Labels, each once, in the order given.
 * @throws AppError INVALID_INPUT with path `['input', 'labels']`
 */
export function labelsOf(texts: readonly string[]): string[] {
  const labels = [...new Set(texts)];
  if (labels.length <= MAX_LABELS && labels.every((label) => label !== '' && label.length <= MAX_LABEL)) return labels;
  const message = `There are at most ${MAX_LABELS} labels of 1 to ${MAX_LABEL} characters.`;
  throw new AppError('INVALID_INPUT', message, { path: ['input', 'labels'] });
}
