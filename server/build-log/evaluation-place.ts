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

/** What is to be done about an evaluation that ended in a tool's own file and not in the user's; null for other files. */
export function adviceAt({ file }: Pick<NixPlace, 'file'>): string | null {
  const found = TOOLS.find(({ files }) => files.test(file));
  if (found === undefined) return null;
  const { tool, input } = found;
  return `It ended in a file of ${tool} and not in one of yours: what ${tool} is given (a lock, a pyproject.toml, a nixpkgs) is newer or older than this revision of it expects. Update the input (\`nix flake update ${input}\`) first.`;
}
