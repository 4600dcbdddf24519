import type { Span } from '../../text.ts';
import { isProblem } from '../../python/problem.ts';
import type { Dependency, Manifest, ManifestProblem, SpannedText } from '../model.ts';
import { withinText } from '../checks/constraints.ts';
import { duplicateLines } from './duplicates.ts';
import type { LogicalLine } from './lines.ts';
import { logicalLines } from './lines.ts';
import type { LineOption } from './options.ts';
import { readOptions } from './options.ts';
import type { LineRequirement } from './requirement-line.ts';
import { readEditable, readRequirementLine } from './requirement-line.ts';
import type { Via, ViaComment } from './via.ts';
import { readVia } from './via.ts';

/** A requirements file. What it includes is not in it: see `includes`. */
export interface RequirementsManifest extends Manifest {
  readonly kind: 'requirements';
  /** `-r` and `-c` in the file's order; paths or URLs as written, relative to the file's folder. */
  readonly includes: readonly RequirementsInclude[];
  /** Requirements whose name only building them tells: folders, archives, bare URLs. */
  readonly unnamed: readonly Dependency[];
  /** `--hash` of a dependency, `algorithm:digest`. */
  readonly hashes: ReadonlyMap<Dependency, readonly SpannedText[]>;
  /** Who brings a dependency, by the `# via` comment below it. */
  readonly via: ReadonlyMap<Dependency, readonly Via[]>;
  /** How many lines are those of a list that conda wrote (`numpy=1.21.2=py39h20f2e39_0`), which pip refuses. */
  readonly condaLines: number;
  /**
   * Includes, and options for all that is installed (`index-url`, `no-binary`, …), in the order in
   * which pip takes them. Those of kinds of files count on any line.
   */
  readonly statements: readonly (RequirementsInclude | RequirementsOption)[];
}

export interface RequirementsInclude extends SpannedText {
  readonly kind: 'requirements' | 'constraints';
}

export interface RequirementsOption {
  /** The long name without dashes. */
  readonly name: string;
  /** Null for a flag. */
  readonly value: string | null;
  readonly span: Span;
}

/**
 * Reads a `requirements.txt` or `requirements.in`, valid or not, as pip 26 does. `file` is its
 * absolute path. A problem is what pip refuses whatever else is on the machine: of paths, URLs and
 * environment variables nothing is known here.
 */
export function readRequirements(file: string, text: string): RequirementsManifest {
  const reader = new Reader();
  for (const line of logicalLines(text)) reader.read(line);
  const { dependencies, unnamed, problems, hashes, includes, statements, via, condaLines } = reader;
  return {
    kind: 'requirements',
    file,
    complete: problems.length === 0,
    tool: 'pip',
    name: null,
    version: null,
    dependencies,
    unnamed,
    includes,
    hashes,
    via,
    condaLines,
    statements,
    requiresPython: null,
    projectRequiresPython: null,
    groups: [],
    extras: [],
    sources: [],
    buildSystem: null,
    scripts: [],
    readmes: [],
    dynamic: [],
    problems: [...problems, ...duplicateLines(dependencies, text)],
  };
}

class Reader {
  readonly dependencies: Dependency[] = [];
  readonly unnamed: Dependency[] = [];
  readonly problems: ManifestProblem[] = [];
  readonly hashes = new Map<Dependency, readonly SpannedText[]>();
  readonly via = new Map<Dependency, readonly Via[]>();
  readonly includes: RequirementsInclude[] = [];
  condaLines = 0;
  readonly statements: (RequirementsInclude | RequirementsOption)[] = [];
  /** The dependency that comments below it speak of, and what they have said so far. */
  #annotated: { readonly dependency: Dependency; readonly comments: ViaComment[] } | null = null;

  read(line: LogicalLine): void {
    if (line.text === '') {
      if (line.indented && this.#annotated !== null) this.#annotate(line);
      else this.#annotated = null;
      return;
    }
    this.#annotated = null;
    const split = optionsStart(line.text);
    const { options, problems } = readOptions(line.text.slice(split));
    const spanOf = ({ start, end }: Span): Span => line.spanOf(split + start, split + end);
    for (const { problem, span } of problems) this.#refuse(problem, spanOf(span));
    this.#readFormats(options, spanOf);
    const required = line.text.slice(0, split).trimEnd();
    if (CONDA_LINE.test(required)) this.#refuseConda(required, line);
    else if (required !== '')
      this.#add(line, readRequirementLine(required, line.spanOf), options, spanOf);
    else this.#readOptionLine(line, options, spanOf);
  }

  #add(
    line: LogicalLine,
    requirement: LineRequirement,
    options: readonly LineOption[],
    spanOf: (span: Span) => Span,
  ): void {
    const dependency = { ...requirement, span: line.spanOf(0, line.text.length) };
    const { constraint, conditions, reference } = dependency;
    this.problems.push(...problemsOf(dependency));
    // A name that cannot be read is not a dependency, yet neither is it one that only lacks its name.
    if (dependency.normalized !== '') this.dependencies.push(dependency);
    else if (reference !== null) this.unnamed.push(dependency);
    const isRead =
      (constraint === null || !isProblem(constraint.parsed)) &&
      (conditions.markers === null || !isProblem(conditions.markers.parsed));
    const hashes = isRead ? this.#readHashes(options, spanOf) : [];
    if (hashes.length > 0) this.hashes.set(dependency, hashes);
    this.#annotated = { dependency, comments: [] };
    if (line.comment !== null) this.#annotate(line);
  }

  #readHashes(options: readonly LineOption[], spanOf: (span: Span) => Span): SpannedText[] {
    return options.flatMap(({ name, value, valueSpan }) => {
      if (name !== 'hash' || value === null) return [];
      const span = spanOf(valueSpan);
      if (!/^sha(?:256|384|512):/.test(value))
        this.#refuse(`pip takes hashes of sha256, sha384 and sha512 alone: \`${value}\`.`, span);
      return [{ text: value, span }];
    });
  }

  /** One thing for each line, as pip has it: the first of `-e`, `-r`, `-c`, or else options for all. */
  #readOptionLine(
    line: LogicalLine,
    options: readonly LineOption[],
    spanOf: (span: Span) => Span,
  ): void {
    const first = (wanted: string): LineOption | undefined =>
      options.find(({ name }) => name === wanted);
    const editable = first('editable');
    const include = first('requirement') ?? first('constraint');
    if (editable?.value != null) {
      const { value, valueSpan } = editable;
      const isVerbatim = valueSpan.end - valueSpan.start === value.length;
      const within = isVerbatim
        ? (start: number, end: number) =>
            spanOf({ start: valueSpan.start + start, end: valueSpan.start + end })
        : () => spanOf(valueSpan);
      this.#add(line, readEditable(value, within), options, spanOf);
    } else if (include?.value != null) {
      const kind = include.name === 'requirement' ? 'requirements' : 'constraints';
      const included = { kind, text: include.value, span: spanOf(include.valueSpan) } as const;
      this.includes.push(included);
      this.statements.push(included);
    } else
      for (const { name, value, span } of options)
        if (!FORMATS.has(name)) this.statements.push({ name, value, span: spanOf(span) });
  }

  /** pip takes these from every line, whatever else stands there. */
  #readFormats(options: readonly LineOption[], spanOf: (span: Span) => Span): void {
    for (const { name, value, span, valueSpan } of options) {
      if (!FORMATS.has(name)) continue;
      if (value?.startsWith('-'))
        this.#refuse(`The option \`--${name}\` needs names of packages.`, spanOf(valueSpan));
      else this.statements.push({ name, value, span: spanOf(span) });
    }
  }

  #annotate({ comment, commentSpanOf }: LogicalLine): void {
    if (this.#annotated === null) return;
    const { dependency, comments } = this.#annotated;
    comments.push({ text: comment ?? '', spanOf: commentSpanOf });
    const names = readVia(comments);
    if (names.length > 0) this.via.set(dependency, names);
  }

  #refuseConda(required: string, line: LogicalLine): void {
    this.condaLines += 1;
    const [name = '', version = ''] = required.split('=');
    this.#refuse(
      `This is a line of a list that conda wrote, which pip refuses; where PyPI has ${name} under this name, it takes \`${name}==${version}\`.`,
      line.spanOf(0, required.length),
    );
  }

  #refuse(message: string, span: Span): void {
    this.problems.push({ code: 'invalid-requirement', message, span, package: null });
  }
}

/** `name=version=build` of `conda list --export`. */
const CONDA_LINE = /^[\w.-]+=[^=\s]+=[^=\s]+$/;

/** Which kinds of files may be taken, of which packages. */
const FORMATS: ReadonlySet<string> = new Set(['no-binary', 'only-binary']);

/** Where options start: at the first word, by single blanks, that starts with a dash (pip's `break_args_options`). */
function optionsStart(text: string): number {
  if (text.startsWith('-')) return 0;
  const found = text.indexOf(' -');
  return found === -1 ? text.length : found + 1;
}

function problemsOf({ constraint, marker, normalized, span }: Dependency): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  if (constraint !== null && isProblem(constraint.parsed))
    problems.push({
      code: normalized === '' ? 'invalid-name' : 'invalid-constraint',
      message: constraint.parsed.problem,
      span: constraint.text === '' ? span : withinText(constraint, constraint.parsed.span),
      package: normalized || null,
    });
  if (marker !== null && isProblem(marker.parsed))
    problems.push({
      code: 'invalid-marker',
      message: marker.parsed.problem,
      span: withinText(marker, marker.parsed.span),
      package: normalized || null,
    });
  return problems;
}
