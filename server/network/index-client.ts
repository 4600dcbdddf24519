import { normalizeName } from '../python/names.ts';
import type { IndexProject } from '../index/model.ts';
import { readSimpleHtml } from '../index/simple-html.ts';
import { readSimpleJson } from '../index/simple-json.ts';
import { withoutSlashes } from './hosts.ts';
import type { NetworkAnswer } from './client.ts';
import type { Page, Pages } from './pages.ts';

/** A project's page of an index, or why there is none. */
export type ProjectAnswer =
  | { readonly kind: 'project'; readonly project: IndexProject }
  /** The index has none of that name. */
  | { readonly kind: 'absent' }
  | Exclude<NetworkAnswer, { kind: 'answer' }>;

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const HTML_TYPES = ['application/vnd.pypi.simple.v1+html', 'text/html'];
/** PEP 691: the best first. */
const ACCEPT = `${JSON_TYPE}, ${HTML_TYPES[0]};q=0.2, ${HTML_TYPES[1]};q=0.1`;

/** Bytes; the largest page of the default index has some 20 MB. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Asks an index of the simple API (PEP 503, PEP 691) for a project. Never throws.
 *
 * @param index its address: `https://index.example.org/simple/`
 */
export async function projectOf(
  pages: Pages,
  index: string,
  name: string,
  signal?: AbortSignal,
): Promise<ProjectAnswer> {
  const address = addressOf(index, name);
  const answer = await pages.get(address, ACCEPT, MOST_BYTES, signal);
  if (answer.kind === 'problem' && answer.status === 404) return { kind: 'absent' };
  if (answer.kind !== 'page') return answer;
  const project = readPage(answer.page, name);
  if (project !== null) return { kind: 'project', project };
  const host = new URL(answer.page.address).host;
  return {
    kind: 'problem',
    problem: `what ${host} answers is no page of an index (${answer.page.type || 'of no type'})`,
    status: null,
  };
}

function addressOf(index: string, name: string): string {
  return `${withoutSlashes(index)}/${encodeURIComponent(normalizeName(name))}/`;
}

function readPage({ text, type, address }: Page, name: string): IndexProject | null {
  if (type === JSON_TYPE) return readSimpleJson(text, address);
  return HTML_TYPES.includes(type) ? readSimpleHtml(text, name, address) : null;
}
