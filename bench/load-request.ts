import { type PushSender, pushedBodies } from './pushed-bodies.js';

/** A request that is the same whenever it is sent. */
export interface FixedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Messages as a platform pushes them: made and signed whenever they are sent, so that none is known already. */
export interface PushRequest {
  /** Takes the place of the path of the target's address. */
  readonly path: string;
  readonly push: PushSender;
}

/** One request of a load, as it is told to the process that sends it. */
export type LoadRequest = FixedRequest | PushRequest;

/** A request ready to be sent. */
export interface MadeRequest extends FixedRequest {
  readonly path?: string;
  /** Pushed messages in the body. */
  readonly messages: number;
}

/** Whether it is another one each time. */
export const isMadeAnew = (request: LoadRequest): request is PushRequest => 'push' in request;

/** Makes what is sent next. */
export function requestMaker(request: LoadRequest): () => MadeRequest {
  if (!isMadeAnew(request)) return () => ({ ...request, messages: 0 });
  const { path, push } = request;
  const bodies = pushedBodies(push);
  return () => ({ path, ...bodies() });
}
