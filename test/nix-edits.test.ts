import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { OverridePlan } from '../server/nix/model.ts';
import { parseNix } from '../server/nix/parse.ts';
import { planOverrides } from '../server/nix/plan/plan.ts';
import { readNix } from '../server/nix/read/read.ts';
import { normalizeName } from '../server/python/names.ts';
import type { RequestRow } from './nix/edits.ts';
import { applyPlan, lostLines, overrideRequest } from './nix/edits.ts';
import type { WorldQuestion } from './nix/world.ts';
import { askWorld, unparsable } from './nix/world.ts';
import { describeWithNix } from './support/nix.ts';
import { hasShared } from './support/shared.ts';

/**
 * One folder a case: `before/` is what is there, `request.json` what is asked for, `after/` the files that change and
 * `outcome.txt` what is said of it. `npm run test:update` writes down what is the case now: read the diff.
 */
const ROOT = fileURLToPath(new URL('nix-edits', import.meta.url));

interface Request {
  readonly entry: string;
  readonly projectDir?: string;
  readonly requests: readonly RequestRow[];
  /** Lines of `before` that change: a list that grows, a set that is opened up. */
  readonly rewrites?: boolean;
  /** What the fake world is asked about, before and after. */
  readonly oracle?: string;
}

interface Case {
  readonly folder: string;
  readonly request: Request;
  readonly before: ReadonlyMap<string, string>;
  readonly plan: OverridePlan;
  readonly after: ReadonlyMap<string, string>;
}

const NAMES = readdirSync(ROOT).toSorted();
const CASES = new Map(NAMES.map((name) => [name, readCase(join(ROOT, name))]));

function readCase(folder: string): Case {
  const request = JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8')) as Request;
  const root = join(folder, 'before');
  const names = existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.nix'),
      )
    : [];
  const before = new Map(
    names
      .toSorted()
      .map((name) => [join('/project', name), readFileSync(join(root, name), 'utf8')]),
  );
  const plan = planFor(request, before);
  return { folder, request, before, plan, after: applyPlan(before, plan) };
}

function planFor(request: Request, files: ReadonlyMap<string, string>): OverridePlan {
  const projectDir = request.projectDir === undefined ? null : join('/project', request.projectDir);
  const requests = request.requests.map(overrideRequest);
  return planOverrides(files, join('/project', request.entry), requests, projectDir);
}

function outcomeText(plan: OverridePlan): string {
  const reason = plan.outcome === 'edited' ? '' : `: ${plan.reason}`;
  const left = plan.outcome === 'edited' ? (plan.left ?? []) : [];
  const wants = plan.outcome === 'not-editable' ? (plan.wants ?? []) : [];
  return [
    `${plan.outcome}${reason}`,
    ...left.map((one) => `left: ${one.package ?? 'the shell'}: ${one.reason}`),
    ...wants.map((path) => `wants: ${path}`),
    '',
  ].join('\n');
}

function changedFiles({ before, after }: Case): readonly (readonly [string, string])[] {
  return [...after].filter(([path, text]) => before.get(path) !== text);
}

describe.each([...CASES])('%s', (_name, found) => {
  const { folder, request, before, plan, after } = found;

  it('becomes what is written down', async () => {
    await expect(outcomeText(plan)).toMatchFileSnapshot(join(folder, 'outcome.txt'));
    const changed = changedFiles(found);
    for (const [path, text] of changed)
      await expect(text).toMatchFileSnapshot(join(folder, 'after', path.slice('/project/'.length)));
    const root = join(folder, 'after');
    const written = existsSync(root)
      ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.nix'),
        )
      : [];
    expect(written.toSorted()).toEqual(
      changed.map(([path]) => path.slice('/project/'.length)).toSorted(),
    );
  });

  it('stays valid, keeps what was there, and is done once', () => {
    for (const [path, text] of changedFiles(found)) {
      expect(parseNix(text).errors, path).toEqual([]);
      const old = before.get(path) ?? '';
      if (request.rewrites !== true) expect(lostLines(old, text), path).toEqual([]);
      const bare = /(?<!\r)\n/;
      if (old.includes('\r\n') && !bare.test(old)) expect(text).not.toMatch(bare);
    }
    const again = planFor(request, after);
    const refused = plan.outcome === 'not-editable' || (plan.outcome === 'edited' && plan.left);
    expect(again.outcome).toBe(refused ? 'not-editable' : 'present');
    expect(applyPlan(after, again)).toEqual(after);
  });

  it('is read back as it was asked for', () => {
    const entries = [...after.keys()].filter((path) => path.endsWith('flake.nix'));
    const { uses } = readNix(after, [join('/project', request.entry), ...entries], '/project');
    const placed = request.requests.filter((one) => isPlaced(one, plan));
    for (const one of placed) {
      const own = uses.filter(({ target }) => target === (one.target ?? 'poetry2nix'));
      if (one.package == null || own.length === 0) continue;
      const name = normalizeName(one.package);
      const overridden = own
        .flatMap(({ overrides }) => overrides.entries)
        .filter(({ normalized }) => normalized === name);
      if (one.own !== undefined) {
        expect(overridden, one.package).toHaveLength(1);
        continue;
      }
      const attrs = overridden.flatMap(({ lists }) => lists.flatMap((list) => list.attrs));
      const isWheel = overridden.some(({ preferWheel }) => preferWheel === true);
      // dream2nix chooses for the lock, and not in the override.
      if (one.preferWheel === true && one.target !== 'dream2nix')
        expect(isWheel, one.package).toBe(true);
      // A wheel is not built, and maturin comes with its hook.
      const tools = isWheel || one.cargo === true ? [] : (one.buildSystems ?? []);
      const missing = [
        ...(one.buildInputs ?? []),
        ...(one.nativeBuildInputs ?? []),
        ...tools,
      ].filter((wanted) => !attrs.some((attr) => attr === wanted || attr.startsWith(`${wanted}.`)));
      expect(missing, one.package).toEqual([]);
    }
  });
});

function isPlaced({ package: name }: RequestRow, plan: OverridePlan): boolean {
  if (plan.outcome !== 'edited') return plan.outcome === 'present';
  const left = (plan.left ?? []).map((one) => normalizeName(one.package ?? ''));
  return !left.includes(normalizeName(name ?? ''));
}

describeWithNix('real Nix', { least: '2.8' }, (nix) => {
  const scratch = mkdtempSync(join(tmpdir(), 'nix-edits-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('parses every result', () => {
    const paths = [...CASES].flatMap(([name, found]) =>
      changedFiles(found).map(([path, text]) => {
        const file = join(scratch, `${name}${path.replaceAll('/', '-')}`);
        writeFileSync(file, text);
        return file;
      }),
    );
    expect(unparsable(nix, paths)).toEqual([]);
    console.log(`${paths.length} files parsed`);
  });

  it.skipIf(!hasShared)('changes the packages that were asked for and no other', () => {
    const asked = [...CASES].filter(([, { request }]) => request.oracle !== undefined);
    const questions = asked.flatMap(([, { request, before, after }]): readonly WorldQuestion[] => {
      const ask = { main: join('/project', request.entry), oracle: request.oracle ?? '' };
      return [
        { ...ask, files: before },
        { ...ask, files: after },
      ];
    });
    const answers = askWorld(nix, questions) as readonly Record<string, unknown>[];
    for (const [index, [name, { request, plan }]] of asked.entries()) {
      const [was, is] = [answers[index * 2], answers[index * 2 + 1]];
      if (request.oracle?.startsWith('SHELL:')) {
        expect(plan.outcome === 'edited', name).toBe(JSON.stringify(was) !== JSON.stringify(is));
        continue;
      }
      const changed = Object.keys(was ?? {}).filter(
        (key) => JSON.stringify(was?.[key]) !== JSON.stringify(is?.[key]),
      );
      const left = plan.outcome === 'edited' ? (plan.left ?? []).map((one) => one.package) : [];
      const wanted = request.requests
        .map((one) => one.package ?? '')
        .filter((one) => plan.outcome === 'edited' && !left.includes(one));
      expect(changed.toSorted(), name).toEqual([...new Set(wanted)].toSorted());
    }
    console.log(`${asked.length} cases evaluated before and after`);
  });
});
