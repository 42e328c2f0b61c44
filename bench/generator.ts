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
  /** From the first request to the last answer. (What autocannon calls `duration` ends on a whole second.) */
  readonly seconds: number;
  /** CPU of the generator while it asked. */
  readonly cpuMicros: number;
}

/** The load, from a process of its own. */
const { url, connections, amount, requests } = JSON.parse(process.argv[2] ?? '') as Load;
const before = process.cpuUsage();
const begun = performance.now();
let ended = begun;
let next = 0;
const running = autocannon({
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
running.on('response', () => {
  ended = performance.now();
});
const result = await running;
const { user, system } = process.cpuUsage(before);
const report: LoadReport = { ...result, seconds: (ended - begun) / 1000, cpuMicros: user + system };
process.stdout.write(JSON.stringify(report));
