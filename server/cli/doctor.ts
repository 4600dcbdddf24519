import type { Lock } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import type { LoadedProject } from '../session/projects.ts';
import { ALLOW_ROOT, openSession } from './allowed.ts';
import { withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { findProjects } from './find-projects.ts';
import type { Subcommand } from './io.ts';
import { joined, line } from './printed.ts';

const SPEC = {
  name: 'doctor',
  synopsis: ['[PATH…] [options]'],
  summary: 'prints what a bug report should say',
  about: [
    'Prints versions, what is known, the projects (default: those of this folder), and how each is built and why. Nothing of it is sent anywhere.',
  ],
  options: { 'allow-root': ALLOW_ROOT, help: HELP },
  exits: 'Exits 0, and 2 where a path names no project.',
  examples: [
    { args: 'doctor', says: 'the project here' },
    { args: 'doctor > report.txt', says: 'into a file, to be attached to a report' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `doctor`: the state of the program and of the projects, to be pasted into a bug report. */
export const doctor: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const knowledge = io.knowledge();
      const session = openSession(values['allow-root'], io, knowledge);
      const paths = positionals.length === 0 ? ['.'] : positionals;
      const { manifests, problems } = findProjects(paths, false, session, io);
      const facts = knowledge.provenance.map(
        ({ id, revision, date }) => `  ${id}: ${revision} of ${date}`,
      );
      const lines = [
        `pyproject-nix-ls ${io.version}`,
        `Node.js ${process.version} on ${process.platform} ${process.arch}`,
        facts.length === 0 ? 'Facts: none (the file overrides-db.bin is missing)' : 'Facts:',
        ...facts,
        ...problems.map((problem) => `Problem: ${problem}`),
        ...manifests.flatMap((manifest) => describe(session.project(manifest))),
      ];
      io.out(joined(lines.map((text) => line`${text}\n`)));
      return problems.length > 0 ? 2 : 0;
    }),
};

function describe(loaded: LoadedProject): readonly string[] {
  const { root, project, problems, settings } = loaded;
  return [
    '',
    `Project ${root}`,
    ...(project === null ? [] : describeProject(project)),
    `  Settings: ${JSON.stringify({ ...settings, severity: Object.fromEntries(settings.severity) })}`,
    ...problems.map(({ message }) => `  Problem: ${message}`),
    ...counted(loaded),
  ];
}

function lockText(lock: Lock, freshness: Project['freshness']): string {
  const { kind, version, generator, complete, packages, command } = lock;
  const held = count(packages.length, 'package', 'packages');
  // The pins of a requirements file: it has no version and nothing to compare.
  if (kind === 'requirements')
    return `pins, ${command === undefined ? 'by hand' : `by ${command}`}, ${complete ? 'whole' : 'not all pinned'}, ${held}`;
  return `${kind} ${version?.text ?? 'without a version'}, by ${generator ?? 'unknown'}, ${complete ? 'whole' : 'with errors'}, ${held}, ${freshness}`;
}

function describeProject(project: Project): readonly string[] {
  const { manifest, lock, freshness, uses, input } = project;
  return [
    `  Manifest: ${manifest.file} (${manifest.tool ?? 'no tool named'}, ${manifest.complete ? 'whole' : 'with errors'}, ${count(manifest.dependencies.length, 'dependency', 'dependencies')})`,
    lock === null ? '  Lock: none' : `  Lock: ${lock.file} (${lockText(lock, freshness)})`,
    ...(project.selection.why === null
      ? []
      : [`  ${project.selection.active ? 'Counts' : 'Does not count'}: ${project.selection.why}`]),
    `  Nix files: ${input.nixFiles.size === 0 ? 'none' : [...input.nixFiles.keys()].join(', ')}`,
    `  Pins: ${input.pinFiles.size === 0 ? 'none' : [...input.pinFiles.keys()].join(', ')}`,
    ...(uses.length === 0 ? ['  Target: none, for no Nix file uses the project'] : []),
    ...uses.flatMap((use) => [
      `  Target: ${use.target}, by ${use.callee} in ${use.file}`,
      `    overrides: ${use.overrides.understood ? 'understood' : `not understood, ${use.overrides.why}`}; ${count(use.overrides.entries.length, 'entry', 'entries')}`,
      `    wheels preferred: ${use.preferWheels.known ? String(use.preferWheels.value) : `not known, ${use.preferWheels.why}`}`,
      `    interpreter: ${use.python.known ? (use.python.value ?? 'the default') : `not known, ${use.python.why}`}`,
    ]),
  ];
}

/** How often each diagnostic is reported. */
function counted(loaded: LoadedProject): readonly string[] {
  const counts = new Map<string, number>();
  for (const { code, duplicate } of loaded.findings())
    if (!duplicate) counts.set(code, (counts.get(code) ?? 0) + 1);
  const parts = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, number]) => `${code} ${number}`);
  return [`  Findings: ${parts.length === 0 ? 'none' : parts.join(', ')}`];
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
