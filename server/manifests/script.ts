import type { TomlDocument } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import { manifestProblems } from './checks/all.ts';
import type { Manifest } from './model.ts';
import { readProjectSection } from './project-section.ts';
import { tableAt } from './toml-access.ts';
import { readUvSection, withUvOrigin } from './uv-section.ts';

/**
 * Reads what a Python script says of itself (PEP 723): `dependencies`, `requires-python` and
 * `[tool.uv]`, which no tool but uv locks.
 *
 * @param file its absolute path.
 * @param document `scriptMetadata` of its text.
 */
export function readScript(file: string, document: TomlDocument): Manifest {
  const { root } = document;
  const uvTable = tableAt(root, 'tool', 'uv');
  const uv = uvTable === null ? null : readUvSection(uvTable);
  const declared = readProjectSection(root, 'pep508');
  const manifest: Omit<Manifest, 'problems'> = {
    kind: 'script',
    file,
    complete: document.errors.length === 0,
    tool: 'uv',
    name: null,
    version: null,
    dependencies: declared.dependencies
      .filter(({ extra }) => extra === null)
      .map((dependency) => withUvOrigin(dependency, uv)),
    requiresPython: declared.requiresPython,
    projectRequiresPython: declared.requiresPython,
    groups: [],
    extras: [],
    sources: uv?.sources ?? [],
    buildSystem: null,
    ...(uv?.building === undefined ? {} : { building: uv.building }),
    scripts: [],
    readmes: [],
    dynamic: [],
  };
  return {
    ...manifest,
    problems: manifestProblems({ root, manifest, poetry: null, project: null }),
  };
}

/**
 * The block `# /// script` of a Python file as TOML, every offset that of the file: what is not the block, and the
 * comment signs in it, are blanks. Null for a file without such a block, and for one with several, which PEP 723
 * calls an error.
 */
export function scriptMetadata(text: string): TomlDocument | null {
  const block = scriptBlock(text);
  if (block === null) return null;
  const content = text
    .slice(block.start, block.end)
    .replaceAll(/^# ?/gm, (sign) => ' '.repeat(sign.length));
  return parseToml(`${blank(text.slice(0, block.start))}${content}${blank(text.slice(block.end))}`);
}

/** The content of the one block of type `script`, without the lines that open and close it. */
function scriptBlock(text: string): { readonly start: number; readonly end: number } | null {
  if (!text.includes(OPENING)) return null;
  const found: { start: number; end: number }[] = [];
  let opened: { readonly isScript: boolean; readonly start: number; end: number | null } | null =
    null;
  for (const { start, end, line } of linesOf(text)) {
    if (opened !== null) {
      if (line === CLOSING) opened.end = start;
      if (CONTENT.test(line)) continue;
      if (opened.isScript && opened.end !== null && opened.end > opened.start)
        found.push({ start: opened.start, end: opened.end });
      opened = null;
    }
    const type = OPEN.exec(line)?.[1];
    if (type !== undefined) opened = { isScript: type === 'script', start: end, end: null };
  }
  if (opened?.isScript === true && opened.end !== null && opened.end > opened.start)
    found.push({ start: opened.start, end: opened.end });
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

const OPENING = '# /// script';
const OPEN = /^# \/\/\/ ([a-zA-Z0-9-]+)$/;
/** The last of these that the comment goes on to closes the block. */
const CLOSING = '# ///';
const CONTENT = /^#(?: |$)/;

/** Each line with where it starts and where the next one does; `line` without its line break. */
function* linesOf(
  text: string,
): Iterable<{ readonly start: number; readonly end: number; readonly line: string }> {
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed + 1;
    const last = feed === -1 ? text.length : feed;
    const line = text.slice(start, text[last - 1] === '\r' ? last - 1 : last);
    yield { start, end, line };
    start = end;
  }
}

/** As long, with the line breaks alone. */
function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, ' ');
}
