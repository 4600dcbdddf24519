import { describe, it } from 'vitest';
import { isValidName, normalizeName } from '../../server/python/names.ts';
import { parseSpecifiers, specifiersContain } from '../../server/python/specifier.ts';
import {
  compareVersions,
  isPrerelease,
  parseVersion,
  withoutLocal,
} from '../../server/python/version.ts';
import { hasRows, isProblem, judge, rowsOf, sameJson } from './rows.ts';

interface NameRow {
  readonly input: string;
  readonly canonical: string;
  readonly valid_name: boolean;
}

interface VersionRow {
  readonly input: string;
  readonly valid: boolean;
  readonly normalized: string;
  readonly public: string;
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: readonly [string, number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: string | null;
  readonly prerelease: boolean;
}

interface OrderRow {
  readonly a: string;
  readonly b: string;
  readonly cmp: number;
}

interface SpecifierRow {
  readonly specifier: string;
  readonly valid: boolean;
  readonly version: string;
  readonly contains_default: boolean;
  readonly contains_pre: boolean;
  readonly contains_nopre: boolean;
}

describe.skipIf(!hasRows)('names and versions as packaging has them (needs ../shared)', () => {
  it('names', () => {
    judge('names', rowsOf('names') as readonly NameRow[], (row) =>
      sameJson([normalizeName(row.input), isValidName(row.input)], [row.canonical, row.valid_name]),
    );
  });

  it('versions', () => {
    judge('pep440-versions', rowsOf('pep440-versions') as readonly VersionRow[], (row) => {
      const version = parseVersion(row.input);
      if (version === null) return !row.valid;
      const { epoch, release, pre, post, dev, text } = version;
      const found = {
        valid: true,
        normalized: text,
        public: withoutLocal(version).text,
        epoch,
        release,
        pre,
        post,
        dev,
        local: text.split('+')[1] ?? null,
        prerelease: isPrerelease(version),
      };
      return Object.entries(found).every(([key, value]) =>
        sameJson(value, row[key as keyof VersionRow]),
      );
    });
  });

  it('their order', () => {
    judge('pep440-compare', rowsOf('pep440-compare') as readonly OrderRow[], (row) => {
      const [a, b] = [parseVersion(row.a), parseVersion(row.b)];
      return a !== null && b !== null && Math.sign(compareVersions(a, b)) === row.cmp;
    });
  });

  it('specifiers', () => {
    judge('pep440-specifiers', rowsOf('pep440-specifiers') as readonly SpecifierRow[], (row) => {
      const specifiers = parseSpecifiers(row.specifier);
      if (isProblem(specifiers) || !row.valid) return isProblem(specifiers) && !row.valid;
      return sameJson(
        [null, true, false].map((pre) => specifiersContain(specifiers, row.version, pre)),
        [row.contains_default, row.contains_pre, row.contains_nopre],
      );
    });
  });
});
