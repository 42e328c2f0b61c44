import autocannon, { type Client, type Result } from 'autocannon';
import { isMadeAnew, type LoadRequest, requestMaker } from './load-request.js';

/** What the generator is asked to do, as JSON in its one argument. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly amount: number;
  /** Taken by the connections in turn. */
  readonly requests: readonly LoadRequest[];
}

/** What the generator reports, as JSON on its standard output. */
export interface LoadReport extends Result {
  /** From the first request to the last answer. (What autocannon calls `duration` ends on a whole second.) */
  readonly seconds: number;
  /** CPU of the generator while it asked. */
  readonly cpuMicros: number;
  /** Pushed messages in bodies that were acknowledged. */
  readonly messages: number;
}

/** The load, from a process of its own. */
const { url, connections, amount, requests } = JSON.parse(process.argv[2] ?? '') as Load;
const before = process.cpuUsage();
const begun = performance.now();
let ended = begun;
let next = 0;
let messages = 0;
/** Messages in the body that a connection sent last. */
const carried = new Map<Client, number>();

const running = autocannon({
  url,
  connections,
  amount,
  method: 'POST',
  timeout: 60,
  setupClient: (client) => {
    const request = requests[next % requests.length];
    next += 1;
    if (request === undefined) return;
    const make = requestMaker(request);
    if (isMadeAnew(request))
      client.setRequests([
        {
          setupRequest: (blank) => {
            const made = make();
            carried.set(client, made.messages);
            return { ...blank, ...made };
          },
        },
      ]);
    else {
      const { headers, body } = make();
      client.setHeadersAndBody(headers, body);
    }
  },
});
running.on('response', (client, status) => {
  ended = performance.now();
  if (status === 200) messages += carried.get(client) ?? 0;
});
const result = await running;
const { user, system } = process.cpuUsage(before);
const report: LoadReport = { ...result, seconds: (ended - begun) / 1000, cpuMicros: user + system, messages };
process.stdout.write(JSON.stringify(report));
