import { describe, expect, it } from '@jest/globals';
import { RevisionRecorder, type StateKind } from '../../src/ledger/revision-recorder.js';
import type { RevisionRecord } from '../../src/ledger/revisions.js';
import { createLogger } from '../../src/log/logger.js';

interface Thing {
  readonly id: string;
  readonly at: number;
}

/** A recorder on a ledger that can fail, with what it wrote and what was made for it. */
function given() {
  const written: string[][] = [];
  const made: string[] = [];
  const ledger = { isBroken: false };
  const THINGS: StateKind<Thing, number> = {
    type: 'Thing',
    nativeId: ({ id }) => id,
    isAt: ({ at }, mark) => at === mark,
    markOf: ({ at }) => at,
    stateOf: ({ id, at }) => {
      made.push(`${id}${at}`);
      return { nodeId: `gid ${id}`, version: String(at), body: '{}' };
    },
  };
  const log = createLogger({ level: 'silent', format: 'json', write: () => undefined });
  const revisions = {
    add: async (rows: readonly Omit<RevisionRecord, 'id'>[]) => {
      if (ledger.isBroken) throw new Error('disk full');
      written.push(rows.map((row) => `${row.tenantId}/${row.shopKey}/${row.nodeId}@${row.version}`));
    },
    list: async () => [],
    at: async () => null,
  };
  const recorder = new RevisionRecorder(revisions, log);
  const see = (...things: Thing[]) => recorder.seen({ tenantId: 't', key: 's' }, THINGS, things);
  return { recorder, see, written, made, ledger, THINGS };
}

describe('states seen', () => {
  it('are written once for each that is new, and nothing is made of one that is known', async () => {
    const { recorder, see, written, made } = given();
    see({ id: 'a', at: 1 }, { id: 'b', at: 1 });
    see({ id: 'a', at: 1 }, { id: 'b', at: 2 });
    await recorder.flush();
    expect(written).toEqual([['t/s/gid a@1', 't/s/gid b@1', 't/s/gid b@2']]);
    expect(made).toEqual(['a1', 'b1', 'b2']);
  });

  it('of two tenants and two shops are told apart', async () => {
    const { recorder, see, written, THINGS } = given();
    see({ id: 'a', at: 1 });
    recorder.seen({ tenantId: 't', key: 'other' }, THINGS, [{ id: 'a', at: 1 }]);
    recorder.seen({ tenantId: 'other', key: 's' }, THINGS, [{ id: 'a', at: 1 }]);
    await recorder.flush();
    expect(written).toEqual([['t/s/gid a@1', 't/other/gid a@1', 'other/s/gid a@1']]);
  });

  it('that could not be written are written when they are seen again', async () => {
    const { recorder, see, written, ledger } = given();
    ledger.isBroken = true;
    see({ id: 'a', at: 1 });
    await recorder.flush();
    expect(written).toEqual([]);
    ledger.isBroken = false;
    see({ id: 'a', at: 1 });
    await recorder.flush();
    expect(written).toEqual([['t/s/gid a@1']]);
  });
});
