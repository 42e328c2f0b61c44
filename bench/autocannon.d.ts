/** What the benchmark uses of the load generator, which brings no types. */
declare module 'autocannon' {
  export interface Client {
    setHeadersAndBody(headers: object, body: string): void;
    /** Each is set up anew whenever it is sent. */
    setRequests(requests: readonly { readonly setupRequest: (blank: object) => object }[]): void;
  }
  export interface Result {
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly timeouts: number;
    readonly latency: { readonly p50: number; readonly p99: number };
  }
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    readonly amount: number;
    readonly method: 'POST';
    /** Seconds. */
    readonly timeout: number;
    readonly setupClient: (client: Client) => void;
  }): Promise<Result> & { on(event: 'response', heard: (client: Client, status: number) => void): unknown };
}
