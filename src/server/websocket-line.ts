import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { SubscriptionLimits } from './subscription-limits.js';
import type { EndReason, SubscriptionObserver } from './subscription-metrics.js';

/** Why this side closes a connection. Codes of the protocol where it has one; 4414 is ours. */
const CLOSINGS: Readonly<Record<EndReason, readonly [code: number, text: string]>> = {
  stopping: [1001, 'This process is stopping; connect again and go on after the last cursor'],
  unauthenticated: [CloseCode.Unauthorized, 'Unauthorized'],
  slow: [4414, 'Too slow; connect again and go on after the last cursor'],
  silent: [1001, 'No answer to pings'],
  idle: [1000, 'No subscription'],
  too_many: [1013, 'This key listens in too many places already'],
  protocol: [CloseCode.BadRequest, 'Invalid message received'],
};

/** Time for the other side to close as well. */
const CLOSING_MS = 1_000;

/** What a line is made with. */
export interface LineParts {
  readonly limits: SubscriptionLimits;
  readonly observer: SubscriptionObserver;
  /** Whether something is open on it, so that it is not idle. */
  readonly isBusy: () => boolean;
}

/** One WebSocket as a line for texts: how fast it is read, whether somebody is there still, and how it is closed. */
export class WebSocketLine {
  private isAlive = true;
  private busyAt = performance.now();
  private readonly pings: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly parts: LineParts,
  ) {
    this.pings = setInterval(() => this.look(), parts.limits.pingMs).unref();
    socket.on('pong', () => {
      this.isAlive = true;
    });
    socket.on('error', () => undefined);
    socket.once('close', () => clearInterval(this.pings));
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Something that was open on it has ended: from now on it may be idle. Talk alone is no use of a line. */
  rest(): void {
    this.busyAt = performance.now();
  }

  /**
   * Resolves when the bytes have left this process, so that a consumer who does not read is told nothing more; one who does not read
   * for too long is closed.
   * @returns false when it is not open: nothing was sent
   */
  async send(text: string): Promise<boolean> {
    const { socket } = this;
    const { slowMs, bufferedBytes } = this.parts.limits;
    if (!this.isOpen) return false;
    if (socket.bufferedAmount > bufferedBytes) return this.end('slow');
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end('slow'), slowMs);
      socket.send(text, (error) => {
        clearTimeout(timer);
        resolve(error == null);
      });
    });
  }

  /** Closes for a reason of ours. @returns false, for who asks whether it is open */
  end(why: EndReason): false {
    const [code, text] = CLOSINGS[why];
    return this.close(code, text, why);
  }

  /** Closes for what the protocol forbids. */
  breach(code: CloseCode, text: string): void {
    this.close(code, text, 'protocol');
  }

  /** @param why how it is counted; not at all unless told */
  close(code: number, text: string, why?: EndReason): false {
    const { socket } = this;
    if (!this.isOpen) return false;
    if (why !== undefined) this.parts.observer.ended('websocket', why);
    socket.close(code, text);
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
    return false;
  }

  private look(): void {
    const { socket, parts } = this;
    if (!this.isAlive) {
      // Who does not read cannot answer either.
      this.end(socket.bufferedAmount > 0 ? 'slow' : 'silent');
      socket.terminate();
      return;
    }
    if (parts.isBusy()) this.rest();
    if (performance.now() - this.busyAt > parts.limits.idleMs) return void this.end('idle');
    this.isAlive = false;
    socket.ping();
  }
}
