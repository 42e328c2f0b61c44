/** Sleeps that can all be ended at once, so that closing an emulator leaves no timer behind. */
export class Waits {
  private readonly running = new Map<NodeJS.Timeout, () => void>();

  /** Resolves after so many milliseconds, or at `end`. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.running.delete(timer);
        resolve();
      }, ms);
      this.running.set(timer, resolve);
    });
  }

  /** Wakes everybody. */
  end(): void {
    for (const [timer, resolve] of this.running) {
      clearTimeout(timer);
      resolve();
    }
    this.running.clear();
  }
}
