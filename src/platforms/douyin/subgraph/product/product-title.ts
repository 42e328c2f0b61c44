import type { InputCheck } from '../../../../subgraph/input-check.js';

/** Widths that the platform takes (its page, g.4): a Chinese character counts two. */
const MIN_WIDTH = 16;
const MAX_WIDTH = 60;
const LAST_NARROW = 0xff;
/** Shown as pictures; signs such as © and ™ are text. */
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}/u;

/** Notes what the platform would refuse in a title. */
export function checkTitle(title: string, path: readonly string[], check: InputCheck): void {
  const width = [...title].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > LAST_NARROW ? 2 : 1), 0);
  if (title.trim() === '' || width < MIN_WIDTH || width > MAX_WIDTH) {
    const constraint = `${MIN_WIDTH} to ${MAX_WIDTH} wide, where a Chinese character counts 2`;
    check.refuse(path, `A title is ${constraint}.`, constraint);
  }
  if (EMOJI.test(title)) check.refuse(path, 'A title has no emoji.', 'no emoji');
}
