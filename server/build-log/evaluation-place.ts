import type { NixPlace } from './model.ts';

/** Tools that evaluate projects: their flake inputs, and the files whose names nobody else's files have. */
const TOOLS: readonly { readonly tool: string; readonly input: string; readonly files: RegExp }[] =
  [
    {
      tool: 'uv2nix',
      input: 'uv2nix',
      files: /(?:[/-]uv2nix(?:-src|-source)?\/.{1,200}|\/lib\/lock1)\.nix$/,
    },
    {
      tool: 'poetry2nix',
      input: 'poetry2nix',
      files: /(?:[/-]poetry2nix(?:-src|-source)?\/.{1,200}|\/(?:mk-poetry-dep|pep425))\.nix$/,
    },
    {
      tool: 'pyproject.nix',
      input: 'pyproject-nix',
      files:
        /(?:[/-]pyproject\.nix(?:-src|-source)?\/.{1,200}|\/lib\/(?:pep\d{3}|pypa|eggs))\.nix$/,
    },
  ];

const NIXPKGS =
  /\/pkgs\/(?:by-name|build-support|development|stdenv|tools|applications)\/.{1,200}\.nix$/;

const IN_NIXPKGS =
  'It ended in a file of nixpkgs: what stands there in place of a package or an argument of it, by an override or an overlay, lacks what nixpkgs asks of it. `--show-trace` says which.';

/** What is to be done about an evaluation that ended in a tool's own file and not in the user's; null for other files. */
export function adviceAt({ file }: Pick<NixPlace, 'file'>): string | null {
  const found = TOOLS.find(({ files }) => files.test(file));
  if (found === undefined) return NIXPKGS.test(file) ? IN_NIXPKGS : null;
  const { tool, input } = found;
  return `It ended in a file of ${tool} and not in one of yours: what ${tool} is given (a lock, a pyproject.toml, a nixpkgs) is newer or older than this revision of it expects. Update the input (\`nix flake update ${input}\`) first.`;
}
