import { describe, expect, it } from '@jest/globals';
import { KeyedLock } from '../../src/ledger/keyed-lock.js';

const never = new AbortController().signal;

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
};

describe('a keyed lock', () => {
  it('runs the work of one key one by one in the order asked, and that of others beside it', async () => {
    const lock = new KeyedLock();
    const held = gate();
    const done: string[] = [];
    const first = lock.run('a', never, async () => {
      await held.opened;
      done.push('a1');
    });
    const rest = ['a2', 'a3'].map((name) => lock.run('a', never, async () => void done.push(name)));
    await lock.run('b', never, async () => void done.push('b'));
    expect(done).toEqual(['b']);
    held.open();
    await Promise.all([first, ...rest]);
    expect(done).toEqual(['b', 'a1', 'a2', 'a3']);
    expect(lock.size).toBe(0);
  });

  it('is free again after work that failed', async () => {
    const lock = new KeyedLock();
    await expect(lock.run('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lock.run('a', never, async () => 'yes')).toBe('yes');
  });

  it('lets go of one whose deadline passes, and never begins its work', async () => {
    const lock = new KeyedLock();
    const held = gate();
    const first = lock.run('a', never, () => held.opened);
    const controller = new AbortController();
    let began = false;
    const second = lock.run('a', controller.signal, async () => {
      began = true;
    });
    const third = lock.run('a', never, async () => 'third');
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect(lock.run('b', controller.signal, async () => 1)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    held.open();
    await first;
    expect([await third, began, lock.size]).toEqual(['third', false, 0]);
  });

  it('refuses more than it can hold', async () => {
    const lock = new KeyedLock({ maxWaiting: 1, maxKeys: 1 });
    const held = gate();
    const first = lock.run('a', never, () => held.opened);
    const second = lock.run('a', never, async () => undefined);
    await expect(lock.run('a', never, async () => 1)).rejects.toMatchObject({ code: 'OVERLOADED' });
    await expect(lock.run('b', never, async () => 1)).rejects.toMatchObject({ code: 'OVERLOADED' });
    held.open();
    await Promise.all([first, second]);
    expect(await lock.run('b', never, async () => 1)).toBe(1);
  });
});
