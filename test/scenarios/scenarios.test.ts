import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../src/emulator/fault-rule.js';
import { type Answer, start, type TestServer } from '../support/start.js';
import { callDifferences, differences, missingFrom } from './expectation.js';
import { fill } from './fill.js';
import { readPage, type ScenarioPage, type Step } from './page.js';

const FOLDER = join(process.cwd(), 'test/scenarios');
const PAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => readPage(join(FOLDER, file), file));

describe.each(['demo', 'fixtures'] as const)('scenarios that start from the seed %s', (seed) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start({ seed });
  });
  afterAll(() => server.stop());
  beforeEach(() => server.kuaizhan.reset());

  for (const page of PAGES.filter((one) => one.seed === seed))
    it(page.title, async () => {
      const data: unknown[] = [];
      for (const step of page.steps) {
        const answer = await run(step, page, server, data);
        data.push(answer.data);
      }
    });
});

async function run(step: Step, page: ScenarioPage, server: TestServer, before: readonly unknown[]): Promise<Answer> {
  const filled = (text: string): string => fill(text, server, before);
  server.kuaizhan.faults.set(step.faults === null ? [] : (JSON.parse(filled(step.faults)) as FaultRule[]));
  const answer = await server.ask(filled(step.graphql), JSON.parse(filled(step.variables)) as Record<string, unknown>);
  const { data, errors = [], extensions = {} } = JSON.parse(filled(step.json)) as Record<string, never>;
  const found = errors as unknown[];
  const problems = [
    ...differences(data, answer.data, '/data'),
    ...(found.length === answer.errors.length ? [] : [`errors: ${JSON.stringify(answer.errors)}`]),
    ...found.flatMap((error, index) => missingFrom(error, answer.errors[index], `/errors/${index}`)),
    ...missingFrom(extensions, answer.extensions, '/extensions'),
    ...callDifferences(step.calls.map(filled), server.kuaizhan.journal.entries),
  ];
  expect(problems.join('\n')).toBe('');
  const { requested, actual } = answer.extensions.cost as { requested: number; actual: number };
  if (!page.mayCostMore) expect({ requested, actual, isEnough: requested >= actual }).toMatchObject({ isEnough: true });
  return answer;
}
