import { normalizeName } from '../python/names.ts';
import { parseRequirement } from '../python/requirement.ts';
import type { Constraint } from '../python/model.ts';
import { specifiersToConstraint } from '../python/specifier.ts';
import { parseVersion } from '../python/version.ts';
import { UsageError } from './arguments.ts';

/** What `explain` is asked of: a package, at one release, at those that a specifier allows, or at any. */
export interface PackageRequest {
  /** PEP 503. */
  readonly name: string;
  readonly version: string | null;
  /** Null where no specifier was given, or one that names a single release. */
  readonly range: Constraint | null;
  /** As it was asked for, behind the name. */
  readonly shown: string;
}

/** `pillow`, `pillow==9.5`, `pillow 9.5`, `pillow>=9,<10`. Throws `UsageError` for anything else. */
export function readRequest(positionals: readonly string[]): PackageRequest {
  const [first, second, ...more] =
    positionals.length === 1 ? wordsOf(positionals[0] ?? '') : positionals;
  if (first === undefined || first.trim() === '') throw new UsageError('a package name is missing');
  if (more.length > 0) throw new UsageError('one package at a time');
  const text = second === undefined ? first.trim() : joined(first.trim(), second.trim());
  const parsed = parseRequirement(text);
  if ('problem' in parsed || parsed.url !== null)
    throw new UsageError(
      `${JSON.stringify(text)} is no name of a package with versions: write NAME, NAME==VERSION or 'NAME>=VERSION'`,
    );
  const name = normalizeName(parsed.name.text);
  const { specifier } = parsed;
  if (specifier === null) return { name, version: null, range: null, shown: '' };
  const exact = /^={2,3}\s*([^,*\s]+)$/.exec(specifier.text)?.[1];
  return exact === undefined
    ? {
        name,
        version: null,
        range: specifiersToConstraint(specifier.parsed),
        shown: specifier.text,
      }
    : { name, version: exact, range: null, shown: exact };
}

/** `pillow 9.5` in one argument. A specifier may hold blanks itself. */
function wordsOf(text: string): readonly string[] {
  const words = text.trim().split(/\s+/);
  return words.length === 2 && /^\d/.test(words[1] ?? '') ? words : [text];
}

/** A second word is a version, or a specifier by itself. */
function joined(name: string, second: string): string {
  if (/^[<>=!~]/.test(second)) return `${name}${second}`;
  if (parseVersion(second) === null)
    throw new UsageError(`${JSON.stringify(second)} is no version; one package at a time`);
  return `${name}==${second}`;
}
