/**
 * Settles as `work` does, or fails with what `late` returns when that takes longer than `ms` milliseconds. The work goes on
 * behind, and its failure is heard here in any case.
 */
export const within = <T>(ms: number, work: Promise<T>, late: () => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
