import { dirname, relative } from 'node:path/posix';
import type { Project } from '../../project/model.ts';
import { lengthAtEnd, type Span } from '../../text.ts';
import { requirementContext, type CompletionContext } from './context.ts';
import { item, type CompletionItem } from './model.ts';
import type { Keys } from './keys.ts';

/** What belongs where the cursor stands in a requirements file. */
export type RequirementsContext =
  | CompletionContext
  | { readonly kind: 'items'; readonly span: Span; readonly items: readonly CompletionItem[] };

/** Options that stand on a line of their own (pip's documentation, "Requirements file format"). */
const LINE_OPTIONS: Keys = [
  ['-r', 'Includes another requirements file.'],
  ['-c', 'Constrains versions by another file; what it lists is not installed for that.'],
  ['-e', 'Installs a folder or a repository in place.'],
  ['--index-url', 'The index to look in instead of PyPI.'],
  ['--extra-index-url', 'An index to look in besides.'],
  ['--no-index', 'Looks in no index, only where `--find-links` says.'],
  ['--find-links', 'A page or folder with archives to look in.'],
  ['--no-binary', 'Packages that are never installed from wheels; `:all:` for all.'],
  ['--only-binary', 'Packages that are never built; `:all:` for all.'],
  ['--prefer-binary', 'Takes an older wheel before a newer sdist.'],
  ['--require-hashes', 'Refuses every requirement without a hash.'],
  ['--pre', 'Takes pre-releases too.'],
  ['--trusted-host', 'A host that is trusted without a valid certificate.'],
  ['--use-feature', 'Turns a coming behaviour of pip on.'],
];

/** Options behind a requirement. */
const REQUIREMENT_OPTIONS: Keys = [
  ['--hash', 'A file that may be installed: `--hash=sha256:` and its digest.'],
  ['--config-settings', 'A setting for the build backend: `--config-settings=KEY=VALUE`.'],
  ['--global-option', 'An option for `setup.py`, before its command.'],
];

const HASHES: Keys = [
  ['sha256', '64 hexadecimal digits.'],
  ['sha384', '96 hexadecimal digits.'],
  ['sha512', '128 hexadecimal digits.'],
];

/** Null where this program has nothing to offer: in a comment, in a URL. */
export function requirementsContext(
  text: string,
  offset: number,
  project: Project,
): RequirementsContext | null {
  const { typed, start } = statementBefore(text, offset);
  if (/(?:^|\s)#/.test(typed)) return null;
  const word = typed.slice(typed.length - lengthAtEnd(typed, /^\S*/));
  const span = { start: offset - word.length, end: offset };
  const before = typed.slice(0, typed.length - word.length).trim();
  const hash = /^--hash=(\w*)$/.exec(word);
  if (hash !== null) {
    const from = offset - (hash[1]?.length ?? 0);
    return items({ start: from, end: offset }, HASHES, (name) => `${name}:`);
  }
  const joined = /^(--(?:no|only)-binary)=/.exec(word)?.[1];
  const option = joined ?? /(?:^|\s)(-[\w-]*)$/.exec(before)?.[1];
  if (option !== undefined) {
    const values = valuesOf(option, project);
    // Names of packages are joined by commas.
    const typedName = option.endsWith('binary') ? lengthAtEnd(word, /^[^,=]*/) : word.length;
    const last = { start: offset - typedName, end: offset };
    return values.length === 0 ? null : { kind: 'items', span: last, items: values };
  }
  if (word.startsWith('-')) return items(span, before === '' ? LINE_OPTIONS : REQUIREMENT_OPTIONS);
  // Behind options there are no more parts of a requirement.
  if (/(?:^|\s)-/.test(before)) return null;
  return requirementContext({ typed, span: { start, end: offset } });
}

/** The line up to the cursor, with the lines before it that it continues. */
function statementBefore(text: string, offset: number): { typed: string; start: number } {
  let start = lineStart(text, offset);
  let typed = text.slice(start, offset);
  for (let count = 0; count < MOST_LINES && start > 0; count += 1) {
    const end = text[start - 2] === '\r' ? start - 2 : start - 1;
    if (text[end - 1] !== '\\') break;
    const from = lineStart(text, end);
    // One blank for each character that is left out: offsets stay what they are.
    typed = text.slice(from, end - 1) + ' '.repeat(start - end + 1) + typed;
    start = from;
  }
  return { typed, start };
}

const MOST_LINES = 100;

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function items(
  span: Span,
  keys: Keys,
  newText: (name: string) => string = (name) => name,
): RequirementsContext {
  return {
    kind: 'items',
    span,
    items: keys.map(([name, meaning]) => item('key', name, '', meaning, newText(name))),
  };
}

function valuesOf(option: string, { manifest, input }: Project): readonly CompletionItem[] {
  switch (option) {
    case '-r':
    case '--requirement':
    case '-c':
    case '--constraint': {
      const folder = dirname(manifest.file);
      const files = input.candidates
        .filter(({ manifest: file }) => file !== manifest.file)
        .flatMap(({ manifest: file, locks }) => [file, ...locks])
        .filter((file) => /\.(?:txt|in)$/.test(file));
      return [...new Set(files)].map((file) => item('value', relative(folder, file), 'file', ''));
    }
    case '--no-binary':
    case '--only-binary': {
      const names = new Set(manifest.dependencies.map(({ normalized }) => normalized));
      return [
        item('value', ':all:', '', 'All packages.'),
        item('value', ':none:', '', 'No package: forgets what was said before.'),
        ...[...names].map((name) => item('value', name, 'package', '')),
      ];
    }
    default:
      return [];
  }
}
