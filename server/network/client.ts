import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { isPublicAddress } from './addresses.ts';
import { textHeaders } from './headers.ts';
import type { Hosts } from './hosts.ts';
import type { Logins } from './logins.ts';

/** One thing to be had from the network. */
export interface NetworkRequest {
  /** Absolute. A user's name and password in it are never sent: `logins` has those that are. */
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON that is sent with POST; without it, it is GET. */
  readonly json?: string;
  /** Bytes of the body at most; more is no answer. */
  readonly mostBytes: number;
  /** Takes the body as it comes, in place of the answer's `bytes`. */
  readonly take?: (chunk: Uint8Array, answer: AnswerHead) => void;
  /** Told of the bytes that came so far, and of all of them where the server says how many. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What stands before a body. */
export interface AnswerHead {
  /** 200, 206 or 304. */
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it came from in the end. */
  readonly address: string;
}

/** What came, or why nothing did. */
export type NetworkAnswer =
  | (AnswerHead & { readonly kind: 'answer'; readonly bytes: Uint8Array })
  /** Somebody has to agree to this host first. */
  | { readonly kind: 'ask'; readonly host: string }
  | NetworkProblem;

/** Why nothing came. */
export interface NetworkProblem {
  readonly kind: 'problem';
  /** A clause for people, without a full stop and without any password. */
  readonly problem: string;
  /** What the server answered; null where it did not. */
  readonly status: number | null;
  /** There where it is more than was asked for: its bytes, null where the server does not say. */
  readonly size?: number | null;
}

/** Connections to one host; more is rude. */
const CONNECTIONS = 4;
const MOST_REDIRECTS = 5;
const TRIES = 3;
/** Milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const CONNECT_TIMEOUT = 10_000;
const SILENCE_TIMEOUT = 30_000;

/** Asks servers, as few and as politely as can be, and only those that may be asked. */
export class NetworkClient {
  readonly #hosts: Hosts;
  readonly #logins: Pick<Logins, 'of'>;
  readonly #userAgent: string;
  readonly #guarded: Dispatcher;
  readonly #own: Dispatcher;
  /** By host: why it cannot be reached, so that it is tried once. */
  readonly #unreachable = new Map<string, string>();

  constructor({
    hosts,
    logins,
    version,
  }: {
    readonly hosts: Hosts;
    readonly logins: Pick<Logins, 'of'>;
    readonly version: string;
  }) {
    this.#hosts = hosts;
    this.#logins = logins;
    this.#userAgent = `pyproject-nix-ls/${version}`;
    this.#own = agent({});
    this.#guarded = agent({ lookup: publicLookup });
  }

  /** Never throws. */
  async get(asked: NetworkRequest): Promise<NetworkAnswer> {
    let { address } = asked;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const target = this.#allowed(address);
      if ('kind' in target) return target;
      const answer = await this.#tried(target, asked);
      if (answer.kind !== 'redirect') return answer;
      ({ address } = answer);
    }
    return problem('it leads from one address to the next without end');
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#own.destroy()]);
  }

  #allowed(address: string): URL | Exclude<NetworkAnswer, { kind: 'answer' }> {
    const url = parsed(address);
    if (url === null) return problem('it is no address that is fetched');
    const { mayAsk, isOwn } = this.#hosts.of(url.host);
    if (url.protocol !== 'https:' && !isOwn)
      return problem(`${shown(url)} is not fetched: it is not https`);
    const name = url.hostname.replace(/^\[|\]$/g, '');
    if (!isOwn && isIP(name) !== 0 && !isPublicAddress(name)) return problem(privateProblem(name));
    return mayAsk ? url : { kind: 'ask', host: url.host };
  }

  async #tried(url: URL, asked: NetworkRequest): Promise<NetworkAnswer | Redirect> {
    const known = this.#unreachable.get(url.host);
    if (known !== undefined) return problem(known);
    for (let attempt = 1; ; attempt += 1) {
      const { answer, pause } = await this.#once(url, asked);
      if (pause === null || attempt === TRIES || pause > LONGEST_PAUSE) return answer;
      try {
        await wait(Math.max(pause, FIRST_PAUSE * 2 ** (attempt - 1)), undefined, {
          signal: asked.signal,
        });
      } catch {
        return problem('it was cancelled');
      }
    }
  }

  /** One request; `pause` is how many milliseconds to wait before it is tried again, null where that is of no use. */
  async #once(
    url: URL,
    asked: NetworkRequest,
  ): Promise<{ readonly answer: NetworkAnswer | Redirect; readonly pause: number | null }> {
    const { isOwn } = this.#hosts.of(url.host);
    let hasBegun = false;
    try {
      const response = await request(withoutLogin(url), {
        dispatcher: isOwn ? this.#own : this.#guarded,
        signal: asked.signal,
        ...(asked.json === undefined ? {} : { method: 'POST', body: asked.json }),
        headers: {
          'user-agent': this.#userAgent,
          ...(asked.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...asked.headers,
          ...(isOwn || url.protocol === 'https:' ? await this.#authorization(url) : {}),
        },
      });
      const headers = textHeaders(response.headers);
      const { statusCode: status } = response;
      if (status === 200 || status === 206 || status === 304) {
        const head = { status, headers, address: withoutLogin(url).href };
        hasBegun = true;
        const bytes = await bodyOf(response.body, head, asked);
        if (!(bytes instanceof Uint8Array)) return final(bytes);
        return final({ kind: 'answer', ...head, bytes });
      }
      await response.body.dump();
      if ([301, 302, 303, 307, 308].includes(status)) return final(redirectFrom(url, headers));
      const answer = problem(`${url.host} answers ${status}`, status);
      return status === 429 || status >= 500
        ? { answer, pause: pauseIn(headers['retry-after']) }
        : final(answer);
    } catch (error) {
      const failed = this.#failed(url, error, asked.signal);
      // What was handed on is not handed on twice: whoever took it knows where to go on.
      return hasBegun && asked.take !== undefined ? final(failed.answer) : failed;
    }
  }

  #failed(
    { host }: URL,
    error: unknown,
    signal: AbortSignal | undefined,
  ): { readonly answer: NetworkAnswer; readonly pause: number | null } {
    if (signal?.aborted === true) return final(problem('it was cancelled'));
    if (error instanceof PrivateAddress) return final(problem(error.message));
    const code = codeOf(error);
    const reason = REASONS[code] ?? `the connection failed (${code})`;
    const answer = problem(`${host}: ${reason}`);
    if (!(code in UNREACHABLE)) return { answer, pause: 0 };
    this.#unreachable.set(host, answer.problem);
    return final(answer);
  }

  /** A login is of the user's own configuration, and so for the host that it names. */
  async #authorization(url: URL): Promise<Record<string, string>> {
    const login = await this.#logins.of(url);
    if (login === null) return {};
    const text = Buffer.from(`${login.user}:${login.password}`).toString('base64');
    return { authorization: `Basic ${text}` };
  }
}

/** An address as it may be shown: without a user's name and password, and without what may be a token behind it. */
export function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

interface Redirect {
  readonly kind: 'redirect';
  readonly address: string;
}

class PrivateAddress extends Error {}

function privateProblem(address: string): string {
  return `${address} is an address of this machine or network, which is asked only where your own configuration names it`;
}

/** By the environment's proxy where it has one; a proxy looks names up itself. */
function agent(connect: { readonly lookup?: LookupFunction }): Dispatcher {
  return new EnvHttpProxyAgent({
    connections: CONNECTIONS,
    headersTimeout: SILENCE_TIMEOUT,
    bodyTimeout: SILENCE_TIMEOUT,
    connect: { timeout: CONNECT_TIMEOUT, ...connect },
  });
}

/** A name that leads to a private address is not asked, whoever made it lead there. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    const inside = addresses.find(({ address }) => !isPublicAddress(address));
    if (inside !== undefined || first === undefined)
      return callback(
        new PrivateAddress(`${hostname}: ${privateProblem(inside?.address ?? '')}`),
        '',
        0,
      );
    return options.all === true
      ? callback(null, addresses)
      : callback(null, first.address, first.family);
  });
};

async function bodyOf(
  body: AsyncIterable<Uint8Array> & { readonly dump: () => Promise<void> },
  head: AnswerHead,
  { mostBytes, take, onProgress }: NetworkRequest,
): Promise<Uint8Array | NetworkProblem> {
  const said = Number(head.headers['content-length'] ?? Number.NaN);
  const total = Number.isSafeInteger(said) ? said : null;
  const tooMuch = { ...problem(`it is larger than ${mostBytes} bytes`), size: total };
  // Whoever leaves the loop early ends the connection.
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of body) {
    count += chunk.length;
    if (count > mostBytes || (total ?? 0) > mostBytes) return tooMuch;
    if (take === undefined) chunks.push(chunk);
    else take(chunk, head);
    onProgress?.(count, total);
  }
  return Buffer.concat(chunks);
}

function redirectFrom(
  url: URL,
  { location = '' }: Readonly<Record<string, string>>,
): NetworkAnswer | Redirect {
  const next = parsed(location, url);
  if (next === null) return problem(`${shown(url)} leads to no address`);
  // Nothing that was asked for safely is fetched unsafely.
  if (url.protocol === 'https:' && next.protocol !== 'https:')
    return problem(`${shown(url)} leads to an address that is not https`);
  return { kind: 'redirect', address: next.href };
}

function parsed(address: string, base?: URL): URL | null {
  try {
    const url = new URL(address, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

function withoutLogin(url: URL): URL {
  const copy = new URL(url.href);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  return copy;
}

/** Milliseconds by `Retry-After`: seconds, or a date; 0 where there is none. */
function pauseIn(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

function final<T>(answer: T): { readonly answer: T; readonly pause: null } {
  return { answer, pause: null };
}

function problem(text: string, status: number | null = null): NetworkProblem {
  return { kind: 'problem', problem: text, status };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host is known, or there is no network',
  EAI_AGAIN: 'its name cannot be looked up: there may be no network',
  ECONNREFUSED: 'nothing answers there',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'it cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'it cannot be reached in time',
};

const REASONS: Readonly<Record<string, string>> = {
  ...UNREACHABLE,
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of its answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was cut short',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};
