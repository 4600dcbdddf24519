import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { readerFor } from './testing.ts';
import { uvConfigurationOf } from './uv-configuration.ts';

/** The file that uv takes for the lock in `/w/app`; null where it is the `pyproject.toml` there. */
function found(files: Readonly<Record<string, string>>): string | null {
  const fileSystem = new MemoryFileSystem({ '/w/.git/HEAD': '', ...files });
  return uvConfigurationOf('/w/app', readerFor(fileSystem, '/w/app'));
}

const SAYS = '[tool.uv]\noffline = true\n';
const SILENT = '[project]\nname = "app"\n';

describe('uvConfigurationOf', () => {
  it('takes uv.toml before [tool.uv] of the same folder', () => {
    expect(found({ '/w/app/pyproject.toml': SAYS })).toBeNull();
    expect(found({ '/w/app/pyproject.toml': SAYS, '/w/app/uv.toml': '' })).toBe('/w/app/uv.toml');
  });

  it('goes up where the folder says nothing of uv, as far as the checkout', () => {
    const app = { '/w/app/pyproject.toml': SILENT };
    expect(found(app)).toBeNull();
    expect(found({ ...app, '/w/uv.toml': '' })).toBe('/w/uv.toml');
    expect(found({ ...app, '/w/pyproject.toml': SAYS })).toBe('/w/pyproject.toml');
    expect(found({ ...app, '/w/pyproject.toml': SILENT })).toBeNull();
    expect(found({ ...app, '/uv.toml': '' })).toBeNull();
    expect(found({ '/w/app/pyproject.toml': SAYS, '/w/uv.toml': '' })).toBeNull();
  });

  it('reads [tool.uv] however it is written', () => {
    const dotted = { '/w/app/pyproject.toml': '[tool]\nuv.offline = true\n', '/w/uv.toml': '' };
    expect(found(dotted)).toBeNull();
  });
});
