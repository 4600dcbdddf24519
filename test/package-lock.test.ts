import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly integrity?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const root = join(import.meta.dirname, '..');

// `npm ci` refuses a lock that leaves out the binaries of another platform.
describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  const entries = Object.entries(packages);

  it('has every package that a package of it asks for', () => {
    const missing = entries.flatMap(([path, entry]) => {
      const { dependencies, devDependencies, optionalDependencies } = entry;
      const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
      return names.filter((name) => !isInstalledFor(path, name)).map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('has a hash of each', () => {
    const without = entries.filter(([path, { integrity }]) => path !== '' && !integrity);
    expect(without.map(([path]) => path)).toEqual([]);
  });

  /** Node's own search: beside the package's folder, then beside each folder above it. */
  function isInstalledFor(path: string, name: string): boolean {
    for (
      let folder = path;
      ;
      folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')
    ) {
      if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined)
        return true;
      if (folder === '') return false;
    }
  }
});
