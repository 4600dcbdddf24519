import { Parser } from 'htmlparser2';
import { normalizeName } from '../python/names.ts';
import { addressIn, fileNameOf, MOST_FILES, sha256Of } from './simple-file.ts';
import type { IndexFile, IndexProject } from './model.ts';

/**
 * Reads a project's page of an index in HTML (PEP 503, with the attributes of PEP 592 and the fragment that has the
 * hash). Any text may be given.
 *
 * @param name of the project, which such a page does not say
 * @param address where the page came from, which relative ones start from
 */
export function readSimpleHtml(text: string, name: string, address: string): IndexProject {
  const files: IndexFile[] = [];
  let base = address;
  let anchor: Readonly<Record<string, string>> | null = null;
  let label = '';
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === 'base') base = addressIn(attributes['href'], address) ?? base;
      if (tag !== 'a') return;
      anchor = attributes;
      label = '';
    },
    ontext(part) {
      if (anchor !== null && label.length < 1_000) label += part;
    },
    onclosetag(tag) {
      if (tag !== 'a' || anchor === null) return;
      if (files.length < MOST_FILES) files.push(...fileOf(anchor, label.trim(), base));
      anchor = null;
    },
  });
  parser.end(text);
  return { name: normalizeName(name), files };
}

function fileOf(
  attributes: Readonly<Record<string, string>>,
  label: string,
  base: string,
): IndexFile[] {
  const { href } = attributes;
  const name = fileNameOf(label);
  const url = addressIn(href, base);
  if (name === null || url === null || href === undefined) return [];
  const fragment = href.slice(href.indexOf('#') + 1).split('&');
  const hash = fragment.find((part) => part.startsWith('sha256='))?.slice('sha256='.length);
  const requires = attributes['data-requires-python'] ?? '';
  return [
    {
      name,
      url,
      sha256: sha256Of(hash),
      requiresPython: requires === '' ? null : requires,
      yanked: attributes['data-yanked'] ?? null,
      size: null,
      hasMetadata:
        (attributes['data-core-metadata'] ?? attributes['data-dist-info-metadata'] ?? 'false') !==
        'false',
      uploaded: null,
    },
  ];
}
