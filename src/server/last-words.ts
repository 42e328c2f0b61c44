import type { Duplex } from 'node:stream';

/** Time for the other side to read what it was told last, and to close. */
const LAST_MS = 1_000;

/**
 * Ends a connection with a text and lets go of it, also when the other side keeps its half open: Node's server would hold it then
 * for as long as that pleases, and could not be closed. What it still sends is not looked at.
 */
export function endWith(socket: Duplex, text: string): void {
  const timer = setTimeout(() => socket.destroy(), LAST_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.end(text);
  socket.resume();
}
