/**
 * What reading an override file costs, against `JSON.parse` of as much text, and against a run of `nix-instantiate
 * --parse` on the same file where there is one (on the PATH, or named by NIX_INSTANTIATE): `npx tsx bench/nix.ts`. The
 * file is made up, of the size and the shape of poetry2nix's own overrides: 4,500 lines.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNix, readNix } from '../server/nix/api.ts';
import { findTool } from '../test/support/tools.ts';
import { statistics, type Statistics } from './lib/statistics.ts';

const ROUNDS = 25;
const FILE = '/project/default.nix';

const text = sampleFile(4500);
console.log(
  `${text.split('\n').length} lines, ${(text.length / 1e3).toFixed(0)} thousand characters`,
);

const json = sampleJson(text.length);
const baseline = time(() => JSON.parse(json));
console.log(`  baseline, JSON.parse of as much text: ${milliseconds(baseline)}`);
row(
  'parse',
  // A text that was parsed before is remembered: no two of these are the same.
  time((round) => expectTree(`${text}# ${round}\n`)),
);
row(
  'parse with a mistake in the middle',
  time((round) =>
    parseNix(`${text.slice(0, text.length / 2)} ( ${round} ${text.slice(text.length / 2)}`),
  ),
);
row(
  'parse and read all overrides',
  time((round) => expectEntries(`${text}# read ${round}\n`)),
);
row(
  'read all overrides of a parsed file',
  time(() => expectEntries(text)),
);
measureNix();

function measureNix(): void {
  const nix = findTool('nix-instantiate', 'NIX_INSTANTIATE');
  if (nix === null) return console.log('  nix-instantiate is not there: no comparison');
  const folder = mkdtempSync(join(tmpdir(), 'bench-nix-'));
  const file = join(folder, 'default.nix');
  const empty = join(folder, 'empty.nix');
  writeFileSync(file, text);
  writeFileSync(empty, '{ }');
  const run = (path: string): Statistics =>
    time(() => execFileSync(nix, ['--parse', path], { stdio: ['ignore', 'pipe', 'ignore'] }));
  row('nix-instantiate --parse, the start of the program included', run(file));
  row('nix-instantiate --parse of { }', run(empty));
  rmSync(folder, { recursive: true });
  return undefined;
}

function expectTree(source: string): void {
  if (parseNix(source).errors.length > 0) throw new Error('The sample does not parse.');
}

function expectEntries(source: string): void {
  const { uses } = readNix(new Map([[FILE, source]]), [FILE], '/project');
  if ((uses[0]?.overrides.entries.length ?? 0) < 100) throw new Error('The sample is not read.');
}

/** A project with an overlay of so many lines: lists, wheels, hooks, comments, as they come. */
function sampleFile(lines: number): string {
  const entries: string[] = [];
  for (let index = 0; entries.length * 10 < lines; index += 1) entries.push(entry(index));
  return `{ pkgs ? import <nixpkgs> { } }:
let
  inherit (pkgs) lib stdenv;
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
${entries.join('\n')}
  });
}
`;
}

function entry(index: number): string {
  const name = `package-${index}`;
  return `    # ${name} looks for its libraries by hand
    ${name} = prev.${name}.overridePythonAttrs (old: {
      nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.pkg-config final.setuptools ];
      buildInputs = (old.buildInputs or [ ]) ++ (with pkgs; [ zlib libjpeg openssl.dev ])
        ++ lib.optionals stdenv.isDarwin [ pkgs.libiconv ];
      postPatch = ''
        substituteInPlace setup.py --replace "/usr/lib" "\${pkgs.zlib}/lib" --replace ''\${x} "$out"
      '';
      doCheck = ${index % 2 === 0} && old.version != "1.${index}";
    });`;
}

/** JSON of about so many characters, of objects like the sample's. */
function sampleJson(length: number): string {
  const item = { name: 'package', lists: { buildInputs: ['zlib', 'libjpeg'] }, check: false, n: 1 };
  const count = Math.ceil(length / (JSON.stringify(item).length + 1));
  return JSON.stringify(Array.from({ length: count }, () => item));
}

function time(run: (round: number) => unknown): Statistics {
  for (let round = 0; round < 3; round += 1) run(-1 - round);
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    run(round);
    samples.push(performance.now() - started);
  }
  return statistics(samples);
}

function row(what: string, ours: Statistics): void {
  const ratio = (ours.median / baseline.median).toFixed(1);
  console.log(`  ${what.padEnd(58)} ${milliseconds(ours)}, ratio ${ratio}`);
}

function milliseconds({ median, p95 }: Statistics): string {
  return `${median.toFixed(2)} ms (p95 ${p95.toFixed(2)})`;
}
