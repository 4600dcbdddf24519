import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNix } from '../../server/nix/read/read.ts';
import type { TargetUse } from '../../server/nix/model.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

/** One way in which people write their overrides, before and after the override that was asked for. */
interface ShapeCase {
  readonly id: string;
  readonly shape: string;
  readonly request: {
    readonly ecosystem: string;
    readonly package?: string;
    readonly buildSystem?: readonly string[];
    readonly systemLibs?: readonly string[];
    readonly preferWheel?: boolean;
  };
  readonly expect: string;
  readonly files: readonly string[];
}

const ROOT = sharedPath('nix-shapes/cases');
const cases = hasShared ? readCases() : [];

function readCases(): readonly ShapeCase[] {
  return readdirSync(ROOT)
    .filter((shape) => /^\d\d-/.test(shape))
    .flatMap((shape) =>
      readdirSync(join(ROOT, shape))
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(ROOT, shape, name), 'utf8')) as ShapeCase),
    );
}

function usesOf({ shape, id, files }: ShapeCase, side: 'before' | 'after'): readonly TargetUse[] {
  const single = join(ROOT, shape, side, `${id}.nix`);
  const texts = new Map(
    files.map((file) => {
      const path = existsSync(single) ? single : join(ROOT, shape, side, id, file);
      return [join('/project', file), readFileSync(path, 'utf8')];
    }),
  );
  const { uses, wants } = readNix(texts, [...texts.keys()], '/project');
  expect(wants).toEqual([]);
  return uses;
}

/** Everything that the uses add to the asked package, or to the shell. */
function added(uses: readonly TargetUse[], { request }: ShapeCase): readonly string[] {
  if (request.package === undefined)
    return uses.flatMap(({ shell }) => [...(shell?.packages ?? []), ...(shell?.libraryPath ?? [])]);
  const entries = uses
    .flatMap(({ overrides }) => overrides.entries)
    .filter(({ normalized }) => normalized === request.package);
  return entries.flatMap(({ lists, preferWheel }) => [
    ...lists.flatMap(({ attrs }) => attrs),
    ...(preferWheel === true ? ['preferWheel'] : []),
  ]);
}

function asked({ request }: ShapeCase): readonly string[] {
  return [
    ...(request.buildSystem ?? []),
    ...(request.systemLibs ?? []),
    ...(request.preferWheel === true ? ['preferWheel'] : []),
  ];
}

/** Skipped where the collection of shapes is not beside the repository; read.test.ts has our own for each. */
describe.skipIf(cases.length === 0)(`the ${cases.length} shapes of override files`, () => {
  const changed = cases.filter((found) => found.expect !== 'nothing');

  it.each(changed)('$shape/$id: the override is read after the edit, and not before', (found) => {
    expect(asked(found).length).toBeGreaterThan(0);
    const after = usesOf(found, 'after');
    expect(after.length).toBeGreaterThan(0);
    expect(added(after, found)).toEqual(expect.arrayContaining([...asked(found)]));
    const before = added(usesOf(found, 'before'), found);
    for (const name of asked(found)) expect(before).not.toContain(name);
  });

  it.each(cases.filter((found) => found.expect === 'nothing'))(
    '$shape/$id: the file is read, or said not to be understood',
    (found) => {
      const uses = usesOf(found, 'before');
      const isSeen = added(uses, found).length > 0;
      const entries = uses.flatMap(({ overrides }) => overrides.entries);
      const isOpaque = entries.some(
        ({ normalized, opaque }) => normalized === found.request.package && opaque,
      );
      const isUnknown = uses.length > 0 && uses.every(({ overrides }) => !overrides.understood);
      expect(isSeen || isOpaque || isUnknown).toBe(true);
    },
  );

  it('judges all of them', () => {
    console.info(`${cases.length} shapes read, ${changed.length} of them with an edit`);
    expect(cases.length).toBe(39);
  });
});
