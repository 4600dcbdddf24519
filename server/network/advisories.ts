import { readAdvisory, type Advisory } from '../index/osv.ts';
import type { NetworkAccess } from './access.ts';
import { withAgreement } from './agreement.ts';
import { withoutSlashes } from './hosts.ts';
import type { NetworkProblem } from './client.ts';

/** What a service knows of packages, or why nothing is known. */
export type AskedAdvisories =
  | { readonly kind: 'advisories'; readonly advisories: readonly Advisory[] }
  | NetworkProblem;

/** Releases in one question; the service takes a thousand. */
const BATCH = 500;
const MOST_BYTES = 32 * 2 ** 20;
const MOST_ENTRIES = 2_000;

/**
 * Asks a service of OSV's API (`/v1/querybatch`, `/v1/vulns/ID`) which entries it has of releases that are locked. Names
 * and versions are sent, and nothing else of the project. Never throws.
 *
 * @param service its address: `https://api.example.org`
 */
export async function askAdvisories(
  access: NetworkAccess,
  service: string,
  packages: readonly { readonly name: string; readonly version: string | null }[],
  agrees: (host: string) => Promise<boolean>,
): Promise<AskedAdvisories> {
  const base = withoutSlashes(service);
  const ask = async (path: string, json?: string): Promise<unknown> => {
    const answer = await withAgreement(agrees, () =>
      access.client.get({
        address: `${base}${path}`,
        mostBytes: MOST_BYTES,
        ...(json === undefined ? {} : { json }),
      }),
    );
    if (answer.kind === 'problem') throw new Failed(answer);
    const value = parsed(Buffer.from(answer.bytes).toString('utf8'));
    if (value === null)
      throw new Failed({
        kind: 'problem',
        problem: `${new URL(base).host} answers what is no JSON`,
        status: null,
      });
    return value;
  };
  try {
    const ids = new Set<string>();
    const queries = packages.flatMap(({ name, version }) =>
      version === null ? [] : [{ package: { ecosystem: 'PyPI', name }, version }],
    );
    for (let at = 0; at < queries.length; at += BATCH) {
      const json = JSON.stringify({ queries: queries.slice(at, at + BATCH) });
      // oxlint-disable-next-line no-await-in-loop
      for (const id of idsIn(await ask('/v1/querybatch', json))) ids.add(id);
    }
    const advisories: Advisory[] = [];
    for (const id of [...ids].slice(0, MOST_ENTRIES)) {
      // oxlint-disable-next-line no-await-in-loop
      const advisory = readAdvisory(await ask(`/v1/vulns/${encodeURIComponent(id)}`));
      if (advisory !== null) advisories.push(advisory);
    }
    return { kind: 'advisories', advisories };
  } catch (error) {
    if (error instanceof Failed) return error.answer;
    throw error;
  }
}

class Failed extends Error {
  readonly answer: NetworkProblem;

  constructor(answer: NetworkProblem) {
    super(answer.problem);
    this.answer = answer;
  }
}

function idsIn(value: unknown): readonly string[] {
  return listIn(value, 'results').flatMap((result) =>
    listIn(result, 'vulns').flatMap((entry) => {
      const id = isRecord(entry) ? entry['id'] : null;
      return typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id) ? [id] : [];
    }),
  );
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isRecord(value) ? value[key] : null;
  return Array.isArray(list) ? list : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
