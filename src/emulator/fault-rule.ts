/** Faults that make a request wait and then go on as if nothing had been. */
const PAUSES = ['hold', 'delay'] as const;
/** Faults that leave the client without a complete answer. `refuse` and `reset` send RST, `close` sends FIN. */
const CUTS = ['refuse', 'reset', 'close', 'stall'] as const;
/** Faults that put another answer in place of the right one; they need no right one. */
const REPLACEMENTS = [
  'truncate',
  'html_200',
  'empty',
  'null',
  'malformed',
  'invalid_utf8',
  'deep',
  'proto',
  'wrong_types',
  'huge',
  'redirect',
  'http_status',
  'business_code',
  'missing_data',
] as const;
/** Faults that disturb the right answer but leave it readable, so that the operation always takes place. */
const DISTORTIONS = ['slow_drip', 'bom', 'rows_missing', 'rows_doubled', 'rows_reordered', 'rows_foreign'] as const;

/** Every fault by name. */
export const FAULT_NAMES = [...PAUSES, ...CUTS, ...REPLACEMENTS, ...DISTORTIONS] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** When a fault strikes. `headers`: after the status line and headers; `body`: after the first half of the body. */
export const FAULT_PHASES = ['before_effect', 'after_effect', 'headers', 'body'] as const;
export type FaultPhase = (typeof FAULT_PHASES)[number];

/** Which requests a rule is for; all conditions must hold. */
export interface FaultMatch {
  /** `GET /v2/ec/commodity/list`; a `*` at the end stands for anything, e.g. `POST *`. */
  readonly operation?: string;
  /** A name of the caller: token label, or id of a site or shop the token opens. */
  readonly shop?: string;
  /** Only the n-th request that fits, counted from 1 since the rule was set. */
  readonly nth?: number;
  /** Only each n-th request that fits. */
  readonly every?: number;
  /** Share of the requests that fit, 0 to 1; drawn from the seed of the rules, so a run can be repeated. */
  readonly p?: number;
}

/** One rule of misbehaviour. The first rule that fires for a request is played; others only count it. */
export interface FaultRule {
  readonly match?: FaultMatch;
  /**
   * Default: `before_effect`, and `after_effect` for what changes the right answer. A pause or a cut means the same in each
   * phase; an answer put in place of the right one is sent whole, so for it `headers` and `body` are `after_effect`.
   */
  readonly phase?: FaultPhase;
  readonly fault: FaultName;
  /** How often it fires before it is spent; without end when absent. */
  readonly times?: number;
  /** `delay`: how long (1000); `slow_drip`: time between pieces (50). Milliseconds. */
  readonly ms?: number;
  /** `slow_drip`: bytes in a piece (16). */
  readonly bytes?: number;
  /** `http_status`: the status (500). */
  readonly status?: number;
  /** `http_status`: value of `Retry-After`, seconds or an HTTP date. */
  readonly retryAfter?: string | number;
  /** `business_code`: the platform's result code (1). */
  readonly code?: number;
  /** `business_code`: the platform's text. */
  readonly message?: string;
  /** `redirect`: the target (`/elsewhere` on this emulator, so that the journal shows who follows). */
  readonly location?: string;
  /** `rows_*`: how many rows (1; `rows_reordered` turns all round); `wrong_types`: how many rows (all). */
  readonly rows?: number;
  /** `truncate`: how the body is framed (`length`). With `close` the half body looks complete. */
  readonly framing?: 'length' | 'chunked' | 'close';
}

const among = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name);
export const isPause = (fault: FaultName): fault is (typeof PAUSES)[number] => among(PAUSES, fault);
export const isCut = (fault: FaultName): fault is (typeof CUTS)[number] => among(CUTS, fault);
export const isDistortion = (fault: FaultName): boolean => among(DISTORTIONS, fault);

const BEFORE = new Set<FaultName>([...PAUSES, ...CUTS, 'http_status', 'business_code', 'redirect', 'html_200']);

/** The phase a rule means. */
export const phaseOf = (rule: FaultRule): FaultPhase =>
  rule.phase ?? (BEFORE.has(rule.fault) ? 'before_effect' : 'after_effect');

const NUMBERS = ['times', 'ms', 'bytes', 'status', 'code', 'rows'] as const;

/**
 * Reads rules that came over the control prefix.
 * @throws RangeError that names the first thing wrong
 */
export function readRules(value: unknown): FaultRule[] {
  if (!Array.isArray(value)) throw new RangeError('rules must be a list');
  return value.map((rule: unknown, index) => {
    if (typeof rule !== 'object' || rule === null) throw new RangeError(`rule ${index} must be an object`);
    const fields = rule as Readonly<Record<string, unknown>>;
    if (!among(FAULT_NAMES, String(fields['fault']))) throw new RangeError(`rule ${index}: unknown fault`);
    const phase = fields['phase'];
    if (phase !== undefined && !among(FAULT_PHASES, String(phase)))
      throw new RangeError(`rule ${index}: unknown phase`);
    const match = fields['match'];
    if (match !== undefined && (typeof match !== 'object' || match === null)) {
      throw new RangeError(`rule ${index}: match must be an object`);
    }
    for (const name of NUMBERS) {
      if (fields[name] !== undefined && typeof fields[name] !== 'number') {
        throw new RangeError(`rule ${index}: ${name} must be a number`);
      }
    }
    return rule as FaultRule;
  });
}
