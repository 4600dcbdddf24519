import { runCli } from '../../support/cli.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { textsOf } from '../input.ts';
import { require } from '../invariants.ts';

const NAMES = [
  'pyproject.toml',
  'poetry.lock',
  'default.nix',
  'uv.lock',
  'requirements.txt',
  'Pipfile',
  'Pipfile.lock',
  'flake.nix',
];

/** Whatever its files hold, a project is checked, its overrides are written, and then none is left to write. */
export function fuzz(data: Uint8Array): void {
  const fileSystem = new MemoryFileSystem({ '/p/.git/HEAD': 'ref: refs/heads/main\n' });
  textsOf(data)
    .slice(0, 5)
    .forEach((part) => {
      const name = NAMES[part.charCodeAt(0) % NAMES.length];
      if (name !== undefined) fileSystem.write(`/p/${name}`, part.slice(1));
    });
  const checked = runCli(fileSystem, ['check', '--format', 'json', '/p']);
  JSON.parse(checked.out);
  require(!/\n\s+at /.test(checked.err), 'check printed a stack');
  const written = runCli(fileSystem, ['overrides', '--write', '/p']);
  require(!/\n\s+at /.test(written.err), 'overrides printed a stack');
  const texts = textsIn(fileSystem);
  runCli(fileSystem, ['overrides', '--write', '/p']);
  require(textsIn(fileSystem) === texts, 'the second run wrote something else');
}

function textsIn(fileSystem: MemoryFileSystem): string {
  return NAMES.map((name) => `${name}\n${fileSystem.text(`/p/${name}`) ?? ''}`).join('\n');
}
