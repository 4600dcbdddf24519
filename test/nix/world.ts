import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sharedPath } from '../support/shared.ts';

/** What a folder of Nix files comes to in the fake world: the attributes of each package, or a shell's text. */
export interface WorldQuestion {
  readonly files: ReadonlyMap<string, string>;
  /** The file that `MAIN` of the oracle stands for. */
  readonly main: string;
  /** An expression over `MAIN`; one that starts with `SHELL:` is not a package set. */
  readonly oracle: string;
}

/** Evaluates all questions in one run of real Nix. */
export function askWorld(nix: string, questions: readonly WorldQuestion[]): readonly unknown[] {
  const world = readFileSync(sharedPath('nix-shapes/world.nix'), 'utf8');
  const flake =
    'flake = F: F.outputs (builtins.intersectAttrs (builtins.functionArgs F.outputs) inputs);';
  const answers = questions.map(question).join('\n');
  const expression = `let\n${world}\n${flake}\nin [\n${answers}\n]`;
  const output = execFileSync(nix, ['--eval', '--strict', '--json', '-'], {
    input: expression,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return JSON.parse(output) as readonly unknown[];
}

function question({ files, main, oracle }: WorldQuestion): string {
  const bindings = [...files].map(([path, text]) => `${nameOf(path)} = (\n${linked(text)}\n);`);
  const isShell = oracle.startsWith('SHELL:');
  const expression = (isShell ? oracle.slice('SHELL:'.length) : oracle).replaceAll(
    /\bMAIN\b/g,
    nameOf(main),
  );
  return `(let ${bindings.join('\n')} in ${isShell ? expression : `viewSet (${expression})`})`;
}

function nameOf(path: string): string {
  return `F_${basename(path).replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}

/** The files of one folder call each other by name; nixpkgs is the fake one. */
function linked(text: string): string {
  return text
    .replaceAll(/\bimport (?:\.\.?\/)+([\w./-]+\.nix)/g, (_whole, path: string) => nameOf(path))
    .replaceAll(
      /\bcallPackage (?:\.\.?\/)+([\w./-]+\.nix)/g,
      (_whole, path: string) => `callPackage ${nameOf(path)}`,
    )
    .replaceAll(/\bimport nixpkgs\b/g, 'fakeImport nixpkgs');
}

/** The files that real Nix does not parse, each with what it says. */
export function unparsable(nix: string, paths: readonly string[]): readonly string[] {
  const failure = parseFailure(nix, paths);
  if (failure === null) return [];
  if (paths.length === 1) return [`${paths[0] ?? ''}: ${failure}`];
  const middle = paths.length >> 1;
  return [paths.slice(0, middle), paths.slice(middle)].flatMap((half) => unparsable(nix, half));
}

function parseFailure(nix: string, paths: readonly string[]): string | null {
  if (paths.length === 0) return null;
  try {
    execFileSync(nix, ['--parse', ...paths], { stdio: ['ignore', 'ignore', 'pipe'] });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
