import type { Dependency, Manifest } from '../manifests/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Project } from '../project/model.ts';
import type { Span } from '../text.ts';
import type { Snapshot } from './model.ts';
import { nativeLibraries } from './native-libraries.ts';

export type TokenType = 'package' | 'extra' | 'operator' | 'version' | 'keyword' | 'variable';

/** A part of the text, on one line, that means more than its syntax shows. */
export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  /** A package that takes native libraries. */
  readonly isNative: boolean;
}

/**
 * What TOML's own highlighting leaves one colour: the parts of the requirements and constraints that
 * stand inside of strings, and which packages take native libraries, also in the lock. In the
 * text's order; `range` bounds them.
 */
export function semanticTokens(snapshot: Snapshot, range: Span): readonly SemanticToken[] {
  const [project] = snapshot.projects;
  const tokens =
    snapshot.role === 'manifest'
      ? manifestTokens(project, snapshot, range)
      : snapshot.role === 'lock'
        ? lockTokens(project, snapshot, range)
        : [];
  const { source } = snapshot;
  return (
    tokens
      .filter(({ span }) => overlaps(span, range))
      // Not every editor takes a token of several lines, and none of these has a reason to be one.
      .filter(({ span }) => span.end <= source.lineEnd(source.positionAt(span.start).line))
      .toSorted((a, b) => a.span.start - b.span.start)
      .filter(({ span }, index, all) => span.start >= (all[index - 1]?.span.end ?? 0))
  );
}

function manifestTokens(project: Project, snapshot: Snapshot, range: Span): SemanticToken[] {
  const { manifest } = project;
  const { text } = snapshot.source;
  const isHere = (dependency: Dependency): boolean =>
    fileOf(manifest, dependency) === snapshot.file && overlaps(dependency.span, range);
  const native = new Map(
    project.dependencies
      .filter(({ dependency }) => isHere(dependency))
      .map(({ dependency, locked }) => [
        dependency,
        takesNative(
          locked.length > 0
            ? locked.flatMap((each) => project.verdictsFor(each))
            : project.verdictForUnlocked(dependency),
        ),
      ]),
  );
  const all = [...manifest.dependencies, ...(manifest.buildSystem?.requires ?? [])];
  return [
    ...all
      .filter(isHere)
      .flatMap((dependency) => dependencyTokens(dependency, native.get(dependency) === true, text)),
    ...pythonTokens(manifest, text),
  ];
}

function dependencyTokens(
  dependency: Dependency,
  isNative: boolean,
  text: string,
): SemanticToken[] {
  const { name, nameSpan, origin, extras, constraint, conditions } = dependency;
  // A key has a colour of its own already.
  const isKey = origin === 'tool.poetry' || origin === 'pipfile';
  const isShown = isKey ? isNative : isWritten({ text: name, span: nameSpan }, text);
  return [
    ...(isShown ? [{ span: nameSpan, type: 'package' as const, isNative }] : []),
    ...extras
      .filter((extra) => isWritten({ text: extra.name, span: extra.span }, text))
      .map(({ span }) => token('extra', span)),
    ...(constraint === null ? [] : constraintTokens(constraint, text)),
    ...(conditions.python === null ? [] : constraintTokens(conditions.python, text)),
    ...(conditions.markers === null ? [] : markerTokens(conditions.markers, text)),
  ];
}

function pythonTokens(
  { requiresPython, projectRequiresPython }: Manifest,
  text: string,
): readonly SemanticToken[] {
  return [requiresPython, projectRequiresPython].flatMap((declared) =>
    declared === null ? [] : constraintTokens(declared, text),
  );
}

const CONSTRAINT = /(\^|~=?|[=!]==?|[<>]=?|=|\|\|?)|([A-Za-z0-9*][\w.*+!-]*)/g;

function constraintTokens(written: Written, text: string): readonly SemanticToken[] {
  return parts(written, text, CONSTRAINT, ['operator', 'version']);
}

const MARKER = /(?:"[^"]*"|'[^']*')|\b(and|or|not|in)\b|([A-Za-z_][\w.]*)|([=!]==?|~=|[<>]=?)/g;

function markerTokens(written: Written, text: string): readonly SemanticToken[] {
  return parts(written, text, MARKER, ['keyword', 'variable', 'operator']);
}

interface Written {
  readonly text: string;
  readonly span: Span;
}

/** Whether a string stands in the file letter by letter: where a string has escapes, its value tells of no place. */
function isWritten({ text: value, span }: Written, text: string): boolean {
  return text.slice(span.start, span.end) === value;
}

/** A token for each match of one of the pattern's groups, of the type that belongs to the group. */
function parts(
  written: Written,
  text: string,
  pattern: RegExp,
  types: readonly TokenType[],
): readonly SemanticToken[] {
  if (!isWritten(written, text)) return [];
  return [...written.text.matchAll(pattern)].flatMap((match) => {
    const type = types.find((_, index) => match[index + 1] !== undefined);
    if (type === undefined) return [];
    const start = written.span.start + match.index;
    return [token(type, { start, end: start + match[0].length })];
  });
}

/** The packages of a lock that take native libraries. */
function lockTokens(project: Project, { file }: Snapshot, range: Span): SemanticToken[] {
  const { lock } = project;
  return (lock?.packages ?? [])
    .filter((locked) => (locked.file ?? lock?.file) === file && overlaps(locked.nameSpan, range))
    .filter((locked) => takesNative(project.verdictsFor(locked)))
    .map(({ nameSpan }) => ({ span: nameSpan, type: 'package', isNative: true }));
}

function takesNative(verdicts: Parameters<typeof nativeLibraries>[0]): boolean {
  return nativeLibraries(verdicts).length > 0;
}

function token(type: TokenType, span: Span): SemanticToken {
  return { span, type, isNative: false };
}

function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
