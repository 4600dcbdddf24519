import type { NixPlace } from './model.ts';

/** The files of tools that evaluate projects, as far as their own names tell them apart; `uv2nix` at 2025-11. */
const TOOLS: readonly { readonly tool: string; readonly input: string; readonly files: RegExp }[] =
  [
    {
      tool: 'uv2nix',
      input: 'uv2nix',
      files: /(?:\/uv2nix[^/]{0,60}\/.{1,200}|\/lib\/(?:lock1|overlays|workspace|build))\.nix$/,
    },
    {
      tool: 'poetry2nix',
      input: 'poetry2nix',
      files:
        /(?:[/-]poetry2nix[^/]{0,60}\/.{1,200}|\/(?:mk-poetry-dep|pep425|overrides\/default))\.nix$/,
    },
    {
      tool: 'pyproject.nix',
      input: 'pyproject-nix',
      files:
        /\/(?:lib\/(?:pep\d{3}|pypa|project|validators|renderers|eggs)|build\/(?:hooks\/default|packages))\.nix$/,
    },
  ];

/** What is to be done about an evaluation that ended in a tool's own file and not in the user's; null for other files. */
export function adviceAt({ file }: NixPlace): string | null {
  const found = TOOLS.find(({ files }) => files.test(file));
  if (found === undefined) return null;
  const { tool, input } = found;
  return `It ended in a file of ${tool} and not in one of yours: what ${tool} is given (a lock, a pyproject.toml, a nixpkgs) is newer or older than this revision of it expects. Update the input (\`nix flake update ${input}\`) first.`;
}
