import type { Marker } from './marker.ts';
import { parseMarker } from './marker.ts';
import type { SyntaxProblem } from './model.ts';
import { stripped } from './python-text.ts';
import { parseSpecifiers } from './specifier.ts';
import { parseVersion } from './version.ts';

/** The parts of `dep:type/namespace/name@version?qualifiers#subpath` (PEP 725). */
export interface DepUrl {
  /** In small letters: the type of a package URL, or `virtual`. */
  readonly type: string;
  /** Percent-decoded; null where there is none. */
  readonly namespace: string | null;
  /** Percent-decoded. */
  readonly name: string;
  /** Percent-decoded; null where there is none. */
  readonly version: string | null;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath: string | null;
}

/** A DepURL, and behind a semicolon an environment marker. Spans are UTF-16 offsets of the text. */
export interface ExternalSpecifier {
  readonly url: DepUrl;
  /** Where the DepURL stands. */
  readonly span: Span;
  readonly marker: {
    readonly text: string;
    readonly span: Span;
    readonly parsed: Marker | SyntaxProblem;
  } | null;
}

type Span = SyntaxProblem['span'];

/** A text that is not an external dependency specifier, and what may be meant. */
export interface DepUrlProblem extends SyntaxProblem {
  /** What to write instead, in the place of `span`; absent where that is not clear. */
  readonly instead?: string;
  /** Set where it is right by an earlier draft of PEP 725. */
  readonly isFormerDraft?: true;
}

/**
 * Reads an external dependency specifier (PEP 725, "External dependency specifiers"): what PEP 725
 * and the package URL specification demand of all types, and nothing of single names.
 */
export function parseExternalSpecifier(text: string): ExternalSpecifier | DepUrlProblem {
  // A semicolon inside of a package URL is percent-encoded.
  const semicolon = text.indexOf(';');
  const span = stripped(text, 0, semicolon === -1 ? text.length : semicolon);
  const url = parseDepUrl(text, span);
  if ('problem' in url) return url;
  return { url, span, marker: semicolon === -1 ? null : readMarker(text, semicolon + 1) };
}

function readMarker(text: string, start: number): NonNullable<ExternalSpecifier['marker']> {
  const span = stripped(text, start);
  const marker = text.slice(span.start, span.end);
  return { text: marker, span, parsed: parseMarker(marker) };
}

const SCHEME = 'dep:';

function parseDepUrl(text: string, span: Span): DepUrl | DepUrlProblem {
  const whole = text.slice(span.start, span.end);
  if (!whole.startsWith(SCHEME)) return schemeProblem(whole, span);
  const fail = (problem: string, part: Span = span): SyntaxProblem => ({ problem, span: part });
  // The parts are looked for from the right, as the package URL specification has it.
  const [beforeSubpath, subpath] = splitAt(whole.slice(SCHEME.length), '#');
  const [beforeQualifiers, query] = splitAt(beforeSubpath, '?');
  const slash = beforeQualifiers.indexOf('/');
  const type = beforeQualifiers.slice(0, slash === -1 ? undefined : slash);
  const typeStart = span.start + SCHEME.length;
  const typeSpan = { start: typeStart, end: typeStart + type.length };
  if (!TYPE.test(type)) {
    const problem =
      type === ''
        ? 'A DepURL has a type behind `dep:`, such as `generic`.'
        : 'The type of a DepURL has letters, digits, `.`, `-` and `_`, and begins with a letter.';
    return fail(problem, type === '' ? span : typeSpan);
  }
  if (slash === -1)
    return {
      ...fail('A DepURL has a name behind its type: `dep:generic/zlib`.'),
      ...guess(type, typeSpan),
    };
  const pathStart = typeStart + slash + 1;
  const { path, version } = versionOf(beforeQualifiers.slice(slash + 1));
  const versionProblem =
    version === null ? null : problemOfVersion(version.text, pathStart + version.start);
  if (versionProblem !== null) return versionProblem;
  const segments = path.split('/').filter((segment) => segment.trim() !== '');
  const name = segments.at(-1);
  if (name === undefined) return fail('A DepURL has a name behind its type: `dep:generic/zlib`.');
  const misplaced = misplacedVersion(path, pathStart, span, text);
  if (misplaced !== null) return misplaced;
  const qualifiers = readQualifiers(query);
  if (qualifiers === null)
    return fail('The qualifiers of a DepURL are pairs `key=value`, joined by `&`.');
  const namespace = segments.slice(0, -1).map(decoded).join('/');
  const url = {
    type: type.toLowerCase(),
    namespace: namespace === '' ? null : namespace,
    name: decoded(name),
    version: version === null || version.text.trim() === '' ? null : decoded(version.text).trim(),
    qualifiers,
    subpath,
  };
  return url.type === 'virtual' ? (virtualProblem(url, span) ?? url) : url;
}

const TYPE = /^[A-Za-z][A-Za-z0-9._-]*$/;

/** `virtual:compiler/c` and `pkg:generic/zlib` are how the first draft of PEP 725 had it. */
function schemeProblem(whole: string, span: Span): DepUrlProblem {
  const problem = 'An external dependency begins with `dep:`, such as `dep:generic/zlib`.';
  const former = /^(?:(virtual):|pkg:(?=[A-Za-z]))/.exec(whole);
  if (former !== null) {
    const [scheme, isVirtual] = former;
    const rest = whole.slice(scheme.length);
    return {
      problem: `${problem} \`${scheme}\` is of an earlier draft of PEP 725.`,
      span,
      instead: `${SCHEME}${isVirtual === undefined ? '' : 'virtual/'}${rest}`,
      isFormerDraft: true,
    };
  }
  const isTypeAlone = /^(?:generic|virtual|pypi|github)\/[\w.-]/.test(whole);
  return { problem, span, ...(isTypeAlone ? { instead: SCHEME + whole } : {}) };
}

/** `dep:zlib`: the type is missing. */
function guess(name: string, span: Span): Pick<DepUrlProblem, 'span' | 'instead'> {
  return { span, instead: `generic/${name}` };
}

/** At the last `of`; null where there is none. */
function splitAt(text: string, of: '#' | '?'): readonly [string, string | null] {
  const at = of === '#' ? text.lastIndexOf(of) : text.indexOf(of);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** npm's namespaces begin with an `@`, which is not a version's. */
function versionOf(path: string): {
  readonly path: string;
  readonly version: { readonly text: string; readonly start: number } | null;
} {
  const at = path.lastIndexOf('@');
  if (at <= 0 || path[at - 1] === '/') return { path, version: null };
  return { path: path.slice(0, at), version: { text: path.slice(at + 1), start: at + 1 } };
}

const OPERATORS: ReadonlySet<string> = new Set(['>=', '>', '<', '<=', '==']);

/** One version, or clauses of PEP 440 with the operators that PEP 725 allows. */
function problemOfVersion(text: string, start: number): SyntaxProblem | null {
  const version = decoded(text);
  if (version.trim() === '' || parseVersion(version) !== null) return null;
  const span = { start, end: start + text.length };
  const specifiers = parseSpecifiers(version);
  if ('problem' in specifiers)
    return {
      problem: `‘${clip(version)}’ is neither a version nor a list of clauses such as \`>=1.2,<2\`.`,
      span,
    };
  const refused = specifiers.clauses.find(({ operator }) => !OPERATORS.has(operator));
  if (refused !== undefined)
    return {
      problem: `PEP 725 has no operator \`${refused.operator}\`: external dependencies take ${[...OPERATORS].join(', ')}.`,
      span,
    };
  return specifiers.clauses.some(({ wildcard }) => wildcard)
    ? { problem: 'Versions of external dependencies have no wildcard.', span }
    : null;
}

/** `dep:generic/zlib >=1.2`, as PEP 508 has it: the version stands behind an `@`. */
function misplacedVersion(
  path: string,
  pathStart: number,
  whole: Span,
  text: string,
): DepUrlProblem | null {
  const odd = /\s|[!~]?=|[<>]/.exec(path);
  if (odd === null) return null;
  const start = pathStart + odd.index;
  const rest = text.slice(start, whole.end);
  const clauses = rest.trim();
  const read = parseSpecifiers(clauses);
  if (clauses === '' || 'problem' in read)
    return {
      problem: 'The name of a DepURL has no such characters.',
      span: { start, end: whole.end },
    };
  return {
    problem: 'The version of a DepURL stands behind an `@`: `dep:generic/zlib@>=1.2`.',
    span: { start, end: whole.end },
    instead: `@${clauses}`,
  };
}

const QUALIFIER_KEY = /^[A-Za-z._-][A-Za-z0-9._-]*$/;

function readQualifiers(query: string | null): ReadonlyMap<string, string> | null {
  const qualifiers = new Map<string, string>();
  for (const pair of (query ?? '').split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals);
    if (equals === -1 || !QUALIFIER_KEY.test(key)) return null;
    qualifiers.set(key.toLowerCase(), decoded(pair.slice(equals + 1)));
  }
  return qualifiers;
}

/** The registry of PEP 804 may get further namespaces: only one that is missing is surely wrong. */
function virtualProblem({ namespace }: DepUrl, span: Span): SyntaxProblem | null {
  return namespace === null
    ? {
        problem:
          'A virtual dependency is a `compiler` or an `interface`: `dep:virtual/compiler/c`, `dep:virtual/interface/blas`.',
        span,
      }
    : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
