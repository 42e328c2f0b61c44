import type { Spread } from '../measure/summary.js';

/** Bars against one yardstick. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** A bar with its spread; 1 is the yardstick. */
export interface Bar {
  readonly label: string;
  readonly ratio: Spread;
  /** Drawn in the strong colour. */
  readonly isOurs: boolean;
}

const WIDTH = 860;
const LEFT = 300;
const RIGHT = 90;
const BAR = 18;
const STEP = 28;
const HEAD = 44;
const GAP = 16;
const OURS = '#1f6f54';
const OTHERS = '#9aa5a0';
const INK = '#26302c';

/** Draws panels of horizontal bars, one below the other. @returns an SVG document */
export function drawChart(panels: readonly Panel[]): string {
  const height = panels.reduce((sum, { bars }) => sum + HEAD + bars.length * STEP + GAP, 0);
  let top = 0;
  const parts = panels.map((panel) => {
    const drawn = drawPanel(panel, top);
    top += HEAD + panel.bars.length * STEP + GAP;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" fill="${INK}">`,
    '<title>Requests per second against a hand-written proxy</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ title, bars }: Panel, top: number): string {
  const most = Math.max(1, ...bars.map(({ ratio }) => ratio.most));
  const x = (ratio: number): number => LEFT + (ratio / most) * (WIDTH - LEFT - RIGHT);
  const bottom = top + HEAD + bars.length * STEP;
  const lines = bars.map(({ label, ratio, isOurs }, at) => {
    const y = top + HEAD + at * STEP;
    const middle = y + BAR / 2;
    return [
      `<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${px(x(ratio.median) - LEFT)}" height="${BAR}" fill="${isOurs ? OURS : OTHERS}"/>`,
      `<path d="M${px(x(ratio.least))} ${middle}H${px(x(ratio.most))}" stroke="${INK}" stroke-width="1.5"/>`,
      `<text x="${px(x(ratio.most) + 8)}" y="${middle + 4}">${ratio.median.toFixed(2)}</text>`,
    ].join('\n');
  });
  return [
    `<text x="16" y="${top + 24}" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    ...lines,
    `<path d="M${px(x(1))} ${top + HEAD - 6}V${bottom}" stroke="${INK}" stroke-dasharray="3 3"/>`,
  ].join('\n');
}

const px = (value: number): string => value.toFixed(1);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
