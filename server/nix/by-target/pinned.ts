/** The revisions that a new file pins: the newest of each whose overrides have been evaluated (docs/evaluated-overrides.md). */
const REVISIONS = {
  'nix-community/dream2nix': '69eb01fa0995e1e90add49d8ca5bcba213b0416f',
  'nix-community/poetry2nix': 'ce2369db77f45688172384bbeb962bc6c2ea6f94',
  'pyproject-nix/pyproject.nix': '7af23cfe91064865ecf2e835da28b45b3c6f49fd',
  'pyproject-nix/uv2nix': '49dac8d206c42175b069b7c6050ba27060a21106',
  'pyproject-nix/build-system-pkgs': '90ffdeee1a4929b231913df067448cd9803d3e07',
} as const;

/** `fetchTarball "…"` of the revision. */
export function pinned(repository: keyof typeof REVISIONS): string {
  return `fetchTarball "https://github.com/${repository}/archive/${REVISIONS[repository]}.tar.gz"`;
}
