import { readFileSync } from 'node:fs';

/** One question of a page, with all that its blocks say. */
export interface Step {
  readonly graphql: string;
  readonly variables: string;
  /** The answer: `data`, and `errors` and `extensions` where the page speaks of them. */
  readonly json: string;
  readonly calls: readonly string[];
  /** Rules of misbehaviour of the stand-in while this step runs; JSON. */
  readonly faults: string | null;
}

/** A page of this folder: a sentence, the seed it starts from, and one or more questions. */
export interface ScenarioPage {
  readonly file: string;
  readonly title: string;
  readonly seed: 'demo' | 'fixtures';
  /** The page says that follow-up reads may cost more than was estimated. */
  readonly mayCostMore: boolean;
  readonly steps: readonly Step[];
}

const BLOCK = /^```(graphql|variables|json|calls|faults)\n([\s\S]*?)^```$/gm;

/**
 * Reads a page. A `graphql` block begins a step; `json` and `calls` must follow it, `variables` and `faults` may.
 * @throws Error that names what is missing
 */
export function readPage(path: string, file: string): ScenarioPage {
  const text = readFileSync(path, 'utf8');
  const title = /^# (.+)$/m.exec(text)?.[1];
  const seed = /^Seed: (demo|fixtures)$/m.exec(text)?.[1];
  if (title === undefined || seed === undefined) throw new Error(`${file}: a page has a title and a seed`);
  const steps: Partial<Record<string, string>>[] = [];
  for (const [, name = '', body = ''] of text.matchAll(BLOCK)) {
    if (name === 'graphql') steps.push({});
    const step = steps.at(-1);
    if (step === undefined || step[name] !== undefined) throw new Error(`${file}: misplaced block ${name}`);
    step[name] = body;
  }
  if (steps.length === 0) throw new Error(`${file}: a page asks something`);
  return {
    file,
    title,
    seed: seed as ScenarioPage['seed'],
    mayCostMore: text.includes('May cost more than estimated'),
    steps: steps.map(({ graphql = '', variables = '{}', json, calls, faults = null }) => {
      if (json === undefined || calls === undefined) throw new Error(`${file}: a question needs json and calls`);
      const lines = calls.split('\n').map((line) => line.trim());
      return { graphql, variables, json, calls: lines.filter((line) => line !== ''), faults };
    }),
  };
}
