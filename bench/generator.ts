import autocannon, { type Result } from 'autocannon';

/** What the generator is asked to do, as JSON in its one argument. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly amount: number;
  /** Taken by the connections in turn. */
  readonly requests: readonly { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
}

/** What the generator reports, as JSON on its standard output. */
export interface LoadReport extends Result {
  /** CPU of the generator while it asked. */
  readonly cpuMicros: number;
}

/** The load, from a process of its own. */
const { url, connections, amount, requests } = JSON.parse(process.argv[2] ?? '') as Load;
const before = process.cpuUsage();
let next = 0;
const result = await autocannon({
  url,
  connections,
  amount,
  method: 'POST',
  timeout: 60,
  setupClient: (client) => {
    const request = requests[next % requests.length];
    next += 1;
    if (request !== undefined) client.setHeadersAndBody(request.headers, request.body);
  },
});
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ ...result, cpuMicros: user + system } satisfies LoadReport));
