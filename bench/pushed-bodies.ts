import { createHash } from 'node:crypto';

/** Who pushes: the shop that messages are of, and the app that signs them. */
export interface PushSender {
  readonly appId: string;
  readonly appSecret: string;
  readonly shopId: string;
}

/** A body as the platform pushes it, with its signature. */
export interface PushedBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly messages: number;
}

/** Bodies have one message to so many. */
const MOST_MESSAGES = 3;

/** Ids of this process and of no other of a run: it began in a millisecond of its own. */
const RUN = String(Date.now() % 1e9).padStart(9, '0');
let made = 0;

const RECEIVER = JSON.stringify({
  addr: JSON.stringify({
    province: { name: '浙江省', id: '330000' },
    city: { name: '杭州市', id: '330100' },
    town: { name: '余杭区', id: '330110' },
    detail: '****',
  }),
  name: '林*',
  tel: '1********38',
});

/** What the messages of an order tell beside what all do. None tells of money: such a message has its order read anew. */
const KINDS: readonly { readonly tag: string; readonly told: (seconds: number) => string }[] = [
  { tag: '100', told: (seconds) => `"order_status":1,"create_time":${seconds}` },
  {
    tag: '102',
    told: (seconds) =>
      `"order_status":3,"update_time":${seconds},"receiver_msg":${RECEIVER},` +
      '"logistics_msg":{"express_company_id":"yuantong","logistics_code":"YT7204911340027"}',
  },
  { tag: '103', told: (seconds) => `"order_status":5,"complete_time":${seconds}` },
];

/**
 * Makes bodies of a sender: an array of messages about orders that nobody heard of, ids of 19 digits as numbers in data that is
 * text, signed over the bytes.
 */
export function pushedBodies({ appId, appSecret, shopId }: PushSender): () => PushedBody {
  let bodies = 0;
  const message = (seconds: number): string => {
    const { tag, told } = KINDS[made % KINDS.length] ?? KINDS[0] ?? { tag: '', told: () => '' };
    made += 1;
    const number = RUN + String(made).padStart(8, '0');
    const order = `"p_id":69${number},"s_ids":[68${number}],"shop_id":${shopId},"order_type":0,"biz":2`;
    const data = JSON.stringify(`{${order},${told(seconds)}}`);
    return `{"tag":"${tag}","msg_id":"04288${shopId}::${tag}:${seconds}:${number}","data":${data}}`;
  };
  return () => {
    bodies += 1;
    const messages = (bodies % MOST_MESSAGES) + 1;
    const seconds = Math.floor(Date.now() / 1000);
    const body = `[${Array.from({ length: messages }, () => message(seconds)).join(',')}]`;
    const sign = createHash('md5').update(appId).update(body).update(appSecret).digest('hex');
    const headers = { 'content-type': 'application/json', 'app-id': appId, 'event-sign': sign };
    return { headers, body, messages };
  };
}
