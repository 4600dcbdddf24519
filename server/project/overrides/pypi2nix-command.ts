import type { Fact } from '../../../overrides-db/model.ts';
import { witnesses } from '../../../overrides-db/sources.ts';
import { LOCK_FORMATS } from '../../locks/formats.ts';
import type { Lock } from '../../locks/model.ts';
import { allows } from '../../python/constraint.ts';
import { parseVersion } from '../../python/version.ts';
import { nameInPypi2nixTime } from '../../targets/pypi2nix-nixpkgs.ts';
import type { Project, Verdict } from '../model.ts';
import { isUnprovided } from '../verdicts/status.ts';
import { projectVerdicts } from '../verdicts/project-verdicts.ts';
import { visible } from '../../visible.ts';
import { withTarget } from '../verdicts/other-target.ts';

/** The call of pypi2nix that makes `requirements.nix`. */
export interface Pypi2nixCommand {
  /** One line for a POSIX shell. */
  readonly text: string;
  /** What is to be known or done before it, each a sentence. */
  readonly notes: readonly string[];
}

/**
 * The whole command for a project with a lock; null without one. Overrides are not applied while
 * pypi2nix builds its wheels, so that `-E` names all libraries, provided or not: also the optional
 * ones, for what is not there at that moment is compiled without and never missed (Pillow without
 * JPEG 2000). They have to be known from two sources, and to be in the nixpkgs of its time.
 */
export function pypi2nixCommand(project: Project): Pypi2nixCommand | null {
  const { lock } = project;
  if (lock === null) return null;
  const verdicts = verdictsOf(project).filter(
    (verdict) =>
      verdict.built.state !== 'no' &&
      !project.settings.ignoredPackages.includes(verdict.package.name),
  );
  const python = pythonOf(project);
  const from = requirementsOf(project, lock);
  const interpreter = python.version === null ? [] : ['-V', python.version];
  const words = ['pypi2nix', ...interpreter, '-r', quoted(from.file), ...flagsOf(verdicts)];
  return {
    text: words.join(' '),
    notes: [
      ...python.notes,
      ...from.notes,
      ...librariesOf(verdicts).notes,
      ...unpinnedNote(verdicts),
      ...cratesOf(verdicts),
    ],
  };
}

/** The part of the command that these packages want: `-E cups -s setuptools-scm`; empty for none. */
export function pypi2nixFlags(verdicts: readonly Verdict[]): string {
  return flagsOf(verdicts).join(' ');
}

function flagsOf(verdicts: readonly Verdict[]): readonly string[] {
  return [
    ...librariesOf(verdicts).attrs.flatMap((attr) => ['-E', quoted(attr)]),
    ...buildSystemsOf(verdicts).flatMap((name) => ['-s', quoted(name)]),
    ...environmentOf(verdicts),
  ];
}

function unpinnedNote(verdicts: readonly Verdict[]): readonly string[] {
  const isOpen = verdicts.some(({ locked, ofProject }) => locked === null && ofProject !== true);
  return isOpen
    ? ['Not everything is pinned: which packages come along, and what they take, is not known.']
    : [];
}

/** As lines for a shell: the notes as comments, then the command. Empty for none. */
export function commandLines(command: Pypi2nixCommand | null): string {
  if (command === null) return '';
  const { notes, text } = command;
  return [...notes.map((note) => `# ${visible(note)}`), text, ''].join('\n');
}

/**
 * As the project's own `requirements.nix` has it, or as if there were one. What the project itself is built with as
 * well, for it is made of the same set, and what a requirements file names without a version: pypi2nix resolves it.
 */
function verdictsOf(project: Project): readonly Verdict[] {
  const unlocked =
    project.manifest.kind === 'requirements'
      ? project.dependencies.filter(
          ({ locked, status }) => locked.length === 0 && status !== 'unreachable',
        )
      : [];
  const all = [...(project.lock?.packages ?? []), ...unlocked.map(({ dependency }) => dependency)];
  const there = [
    ...projectVerdicts(project),
    ...all.flatMap((one) =>
      'normalized' in one ? project.verdictForUnlocked(one) : project.verdictsFor(one),
    ),
  ].filter(({ target }) => target === 'pypi2nix');
  if (there.length > 0) return there;
  const built = withTarget(project, 'pypi2nix', project.input.settings.python);
  return [...built.projectVerdicts(), ...all.flatMap((one) => built.verdictsFor(one))];
}

/** The minors that pypi2nix knows, the newest first (its `python_version.py` at 4a5a9d3). */
const MINORS = [8, 7, 6, 5];

function pythonOf({ uses, manifest }: Project): {
  readonly version: string | null;
  readonly notes: readonly string[];
} {
  const use = uses.find(({ target }) => target === 'pypi2nix');
  if (use?.python.known === true && use.python.value !== null) {
    const minor = /^python3(\d+)$/.exec(use.python.value)?.[1];
    return { version: minor === undefined ? null : `3.${minor}`, notes: spelling(minor) };
  }
  if (use?.generated !== undefined && !use.python.known) {
    const name = use.generated.file.slice(use.generated.file.lastIndexOf('/') + 1);
    return { version: null, notes: [`Which Python ${name} is for is not known: add -V.`] };
  }
  const { requiresPython } = manifest;
  const range = requiresPython?.parsed;
  if (requiresPython === null || range === undefined || 'problem' in range) {
    const [newest] = MINORS;
    return {
      version: `3.${newest}`,
      notes: [
        `Nothing here says which Python it is for: 3.${newest} is the newest that pypi2nix knows.`,
        ...spelling(newest),
      ],
    };
  }
  const minor = MINORS.find((candidate) =>
    [`3.${candidate}.0`, `3.${candidate}.99`].some((text) => {
      const version = parseVersion(text);
      return version !== null && allows(range, version);
    }),
  );
  if (minor !== undefined) return { version: `3.${minor}`, notes: spelling(minor) };
  const wanted = requiresPython.text;
  return {
    version: null,
    notes: [
      `The project wants Python ${wanted}; pypi2nix knows 3.5 to 3.8, and is left its default.`,
    ],
  };
}

function spelling(minor: string | number | undefined): readonly string[] {
  return minor === undefined
    ? []
    : [`pypi2nix 2 calls the interpreter python3${minor}: -V python3${minor}.`];
}

const EXPORTED = 'requirements.txt';

function requirementsOf(
  { root, manifest }: Project,
  lock: Lock,
): { readonly file: string; readonly notes: readonly string[] } {
  if (manifest.kind === 'requirements' || lock.kind === 'requirements') {
    // What pypi2nix itself has frozen is its output, and not what it is to be given.
    const isFrozen = lock.file.endsWith('_frozen.txt') || lock.kind !== 'requirements';
    const file = isFrozen ? manifest.file : lock.file;
    const isBelow = file.startsWith(`${root}/`);
    return { file: isBelow ? file.slice(root.length + 1) : file, notes: [] };
  }
  // pypi2nix reads neither hashes nor continued lines.
  const command = LOCK_FORMATS[lock.kind].exportTo?.(EXPORTED) ?? null;
  const name = lock.file.slice(lock.file.lastIndexOf('/') + 1);
  return {
    file: EXPORTED,
    notes: [
      command === null
        ? `First write the versions of ${name} into ${EXPORTED}.`
        : `First write ${EXPORTED} from ${name}: ${command}`,
    ],
  };
}

function librariesOf(verdicts: readonly Verdict[]): {
  readonly attrs: readonly string[];
  readonly notes: readonly string[];
} {
  const attrs = new Set<string>();
  const notes: string[] = [];
  for (const {
    package: { name },
    needs,
  } of verdicts) {
    const inputs = needs.flatMap(({ fact }) =>
      fact.need.kind === 'native-input' && isForLinux(fact) ? [{ fact, need: fact.need }] : [],
    );
    const tools = inputs.filter(({ need }) => need.as === 'nativeBuildInputs');
    const libraries = inputs.filter(({ need }) => need.as !== 'nativeBuildInputs');
    for (const { fact, need } of [...tools, ...libraries]) {
      if (!fact.required && witnesses(fact.sources).size < 2) continue;
      const attr = nameInPypi2nixTime(need.attr);
      if (attr !== null) attrs.add(attr);
      else if (fact.required)
        notes.push(`${name} needs ${need.attr}, which the nixpkgs of pypi2nix does not have.`);
    }
  }
  return { attrs: [...attrs], notes: [...new Set(notes)] };
}

/** pypi2nix is made for Linux alone (its README, System Requirements). */
function isForLinux({ when }: Fact): boolean {
  return when.systems?.some((system) => system.endsWith('-linux')) ?? true;
}

function buildSystemsOf(verdicts: readonly Verdict[]): readonly string[] {
  const names = verdicts.flatMap(({ needs }) =>
    needs
      .filter(isUnprovided)
      .flatMap(({ fact: { need } }) => (need.kind === 'build-system' ? [need.attr] : [])),
  );
  return [...new Set(names)];
}

/** One flag for all: pypi2nix takes the last `-N` alone. */
function environmentOf(verdicts: readonly Verdict[]): readonly string[] {
  const variables = new Map(
    verdicts.flatMap(({ needs }) =>
      needs.flatMap(({ fact: { need, required } }) =>
        need.kind === 'environment' && required ? [[need.name, need.value] as const] : [],
      ),
    ),
  );
  const words = [...variables].map(([name, value]) => `${name}=${quoted(value)}`);
  return words.length === 0 ? [] : ['-N', quoted(words.join(' '))];
}

function cratesOf(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ package: { name }, needs }) =>
    needs.some(({ fact }) => fact.need.kind === 'cargo-hash' && fact.required)
      ? [`${name} compiles crates of Rust, which pypi2nix cannot fetch.`]
      : [],
  );
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w.,/:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
