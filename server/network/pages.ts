import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import CachePolicy from 'http-cache-semantics';
import { writeOwnFile } from '../session/writing/own-file.ts';
import type { NetworkAnswer, NetworkClient } from './client.ts';
import { textHeaders } from './headers.ts';

/** A page of text that a server has. */
export interface Page {
  readonly text: string;
  /** `content-type` without its parameters, in lower case. */
  readonly type: string;
  /** Where it came from in the end. */
  readonly address: string;
}

/** A page, or why there is none. */
export type PageAnswer =
  | { readonly kind: 'page'; readonly page: Page }
  | Exclude<NetworkAnswer, { kind: 'answer' }>;

/** What is kept of a page: what HTTP says of how long (RFC 9111), and the page. */
interface Kept {
  readonly policy: CachePolicy;
  readonly page: Page;
}

/** Pages of servers, kept in the user's cache for as long as their servers allow, and then asked whether they changed. */
export class Pages {
  readonly #client: NetworkClient;
  readonly #folder: string | null;
  readonly #asked = new Map<string, Promise<PageAnswer>>();

  /** @param folder absolute, the system's own; null where nothing is kept */
  constructor(client: NetworkClient, folder: string | null) {
    this.#client = client;
    this.#folder = folder;
  }

  /** Each page is asked for once a run. Never throws. */
  get(
    address: string,
    accept: string,
    mostBytes: number,
    signal?: AbortSignal,
  ): Promise<PageAnswer> {
    const key = JSON.stringify([address, accept]);
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const answer = this.#get(address, accept, mostBytes, signal);
    this.#asked.set(key, answer);
    // A host that the user agrees to meanwhile is asked then.
    void answer.then(({ kind }) => (kind === 'page' ? null : this.#asked.delete(key)));
    return answer;
  }

  async #get(
    address: string,
    accept: string,
    mostBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<PageAnswer> {
    const kept = this.#kept(address, accept);
    const question = { url: address, method: 'GET', headers: { accept } };
    if (kept?.policy.satisfiesWithoutRevalidation(question) === true)
      return { kind: 'page', page: kept.page };
    const headers = textHeaders(kept?.policy.revalidationHeaders(question) ?? question.headers);
    const answer = await this.#client.get({ address, headers, mostBytes, signal });
    if (answer.kind !== 'answer') return answer;
    const response = { status: answer.status, headers: answer.headers };
    if (answer.status === 304 && kept !== null) {
      const { policy } = kept.policy.revalidatedPolicy(question, response);
      this.#keep(address, accept, { policy, page: kept.page });
      return { kind: 'page', page: kept.page };
    }
    if (answer.status !== 200)
      return { kind: 'problem', problem: `it answers ${answer.status}`, status: answer.status };
    const page: Page = {
      text: Buffer.from(answer.bytes).toString('utf8'),
      type: (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      address: answer.address,
    };
    const policy = new CachePolicy(question, response, { shared: false });
    if (policy.storable()) this.#keep(address, accept, { policy, page });
    return { kind: 'page', page };
  }

  #kept(address: string, accept: string): Kept | null {
    if (this.#folder === null) return null;
    try {
      const json: unknown = JSON.parse(
        readFileSync(join(this.#folder, nameOf(address, accept)), 'utf8'),
      );
      if (!isRecord(json) || !isPage(json['page']) || !isPolicy(json['policy'])) return null;
      return { policy: CachePolicy.fromObject(json['policy']), page: json['page'] };
    } catch {
      return null;
    }
  }

  /** That it could not be kept costs the next run a request, and nothing else. */
  #keep(address: string, accept: string, { policy, page }: Kept): void {
    if (this.#folder === null) return;
    const text = JSON.stringify({ policy: policy.toObject(), page });
    writeOwnFile(join(this.#folder, nameOf(address, accept)), text);
  }
}

function nameOf(address: string, accept: string): string {
  return `${createHash('sha256')
    .update(JSON.stringify([address, accept]))
    .digest('hex')}.json`;
}

/** One of this version of the library; what else is wrong with it, it says by throwing. */
function isPolicy(value: unknown): value is CachePolicy.CachePolicyObject {
  return isRecord(value) && value['v'] === 1;
}

function isPage(value: unknown): value is Page {
  return (
    isRecord(value) &&
    [value['text'], value['type'], value['address']].every((part) => typeof part === 'string')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
