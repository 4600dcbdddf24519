import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TargetId } from '../server/nix/model.ts';
import { parseNix } from '../server/nix/parse.ts';
import { lostLines, overrideRequest, planTwice } from './nix/edits.ts';
import type { WorldQuestion } from './nix/world.ts';
import { askWorld } from './nix/world.ts';
import { itWithNix } from './support/nix.ts';
import { hasShared, sharedPath } from './support/shared.ts';

/** One way in which people write their overrides, before and after an edit. */
interface ShapeCase {
  readonly id: string;
  readonly shape: string;
  readonly request: {
    readonly ecosystem: string;
    readonly package?: string;
    readonly buildSystem?: readonly string[];
    readonly systemLibs?: readonly string[];
  };
  readonly expect: string;
  readonly files: readonly string[];
  readonly changedFiles: readonly string[];
  readonly evalOracle: string;
  readonly evalResult: { readonly changed?: readonly string[]; readonly after: unknown };
}

const ROOT = sharedPath('nix-shapes/cases');

/** Edits that must change a line: a list that is extended, a set that is opened up, underscores that go. */
const REWRITES = /^(?:extend$)/;
const OPENED = new Set(['one-line-call', 'empty-set-one-line', 'template-with-underscores']);

/** Functions make their entries. The collection leaves them alone; what they come to is read whole here, so that they are extended. */
const COMPUTED = new Set(['helper-chain', 'name-list-with-genAttrs']);

const CASES = hasShared ? readCases() : [];

function readCases(): readonly ShapeCase[] {
  return readdirSync(ROOT)
    .filter((shape) => /^\d\d-/.test(shape))
    .flatMap((shape) =>
      readdirSync(join(ROOT, shape))
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(ROOT, shape, name), 'utf8')) as ShapeCase),
    );
}

function filesOf({ shape, id, files }: ShapeCase, side: 'before' | 'after'): Map<string, string> {
  const single = join(ROOT, shape, side, `${id}.nix`);
  return new Map(
    files.map((file) => {
      const path = existsSync(single) ? single : join(ROOT, shape, side, id, file);
      return [join('/project', file), readFileSync(path, 'utf8')];
    }),
  );
}

function planCase(
  found: ShapeCase,
): ReturnType<typeof planTwice> & { before: Map<string, string> } {
  const { ecosystem, package: name, buildSystem, systemLibs } = found.request;
  const target = (ecosystem === 'shell' ? 'mkshell' : ecosystem) as TargetId;
  const before = filesOf(found, 'before');
  const request = overrideRequest({
    target,
    package: name ?? null,
    buildSystems: buildSystem ?? [],
    buildInputs: systemLibs ?? [],
  });
  return { before, ...planTwice(before, mainOf(found), [request]) };
}

function mainOf({ files }: ShapeCase): string {
  return join('/project', files[0] ?? '');
}

describe.skipIf(!hasShared)('the ways in which people write overrides', () => {
  it('judges all of them', () => {
    expect(CASES).toHaveLength(39);
  });

  it.each(CASES)('$shape/$id', (found) => {
    const { before, plan, after, again } = planCase(found);
    if (COMPUTED.has(found.id)) {
      expect([plan.outcome, again.outcome]).toEqual(['edited', 'present']);
      return;
    }
    expect(Object.fromEntries(after)).toEqual(Object.fromEntries(filesOf(found, 'after')));
    for (const [path, text] of after) expect(parseNix(text).errors, path).toEqual([]);
    if (found.expect === 'nothing') {
      expect(plan.outcome).not.toBe('edited');
      return;
    }
    expect(plan.outcome).toBe('edited');
    expect(again.outcome).toBe('present');
    const changed = found.changedFiles.map((file) => join('/project', file));
    expect(plan.outcome === 'edited' ? [...plan.edits.keys()] : []).toEqual(changed);
    if (REWRITES.test(found.expect) || OPENED.has(found.id)) return;
    for (const [path, text] of before)
      expect(lostLines(text, after.get(path) ?? ''), path).toEqual([]);
  });

  itWithNix('changes what was asked for and nothing else', { least: '2.8' }, (nix) => {
    const questions = CASES.flatMap((found): readonly WorldQuestion[] => {
      const { before, after } = planCase(found);
      const ask = { main: mainOf(found), oracle: found.evalOracle };
      return [
        { ...ask, files: before },
        { ...ask, files: after },
      ];
    });
    const answers = askWorld(nix, questions);
    for (const [index, found] of CASES.entries()) {
      const [was, is] = [answers[index * 2], answers[index * 2 + 1]];
      const name = found.request.package;
      if (name === undefined) expect(is, found.id).toEqual(found.evalResult.after);
      else {
        const [then, now] = [was, is] as [Record<string, unknown>, Record<string, unknown>];
        if (COMPUTED.has(found.id))
          expect(JSON.stringify(now[name]), found.id).toContain('setuptools');
        else expect(now[name], found.id).toEqual(found.evalResult.after);
        expect({ ...now, [name]: null }, found.id).toEqual({ ...then, [name]: null });
      }
    }
    expect(answers).toHaveLength(2 * CASES.length);
    console.log(`${CASES.length} cases evaluated before and after`);
  });
});
