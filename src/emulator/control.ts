import type { Answer } from './answer.js';
import { readRules } from './fault-rule.js';
import type { Faults } from './faults.js';
import type { Journal } from './journal.js';

/** Paths below this prefix steer the emulator and need no token. */
export const CONTROL_PREFIX = '/_control/';

/** What can be steered. */
export interface Controls {
  readonly journal: Journal;
  readonly faults: Faults;
  /** Puts the state back to the seed. */
  readonly reset: () => void;
}

/**
 * The control prefix, JSON in and out:
 * - `GET`/`PUT`/`DELETE /_control/rules`: the fault rules, a list of `FaultRule`
 * - `GET`/`DELETE /_control/journal`: `{ entries, effects, counts }`
 * - `POST /_control/release`: lets held requests go on, answers `{ released }`
 * - `POST /_control/reset`: state back to the seed, rules and journal emptied
 */
export function control(method: string, path: string, body: Buffer, controls: Controls): Answer {
  const { journal, faults } = controls;
  switch (`${method} ${path.slice(CONTROL_PREFIX.length)}`) {
    case 'GET rules':
      return json(200, faults.rules);
    case 'PUT rules':
      try {
        faults.set(readRules(JSON.parse(body.toString('utf8'))));
      } catch (error) {
        return json(400, { error: error instanceof Error ? error.message : 'unreadable rules' });
      }
      return json(200, faults.rules);
    case 'DELETE rules':
      faults.clear();
      return json(200, []);
    case 'GET journal':
      return json(200, { entries: journal.entries, effects: journal.effects, counts: journal.countsByOperation });
    case 'DELETE journal':
      journal.clear();
      return json(200, {});
    case 'POST release':
      return json(200, { released: faults.release() });
    case 'POST reset':
      controls.reset();
      faults.clear();
      journal.clear();
      return json(200, {});
    default:
      return json(404, { error: 'no such control' });
  }
}

const json = (status: number, value: unknown): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: Buffer.from(JSON.stringify(value)),
  result: null,
});
