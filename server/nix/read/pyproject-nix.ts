import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Call } from './calls.ts';
import type { ReadContext, UseReading } from './context.ts';
import { readOverrides } from './layers.ts';
import { packageOverlays } from './nixpkgs.ts';
import { rendererCalls, setOfName } from './package-calls.ts';
import { setOfFunction } from './python-set.ts';
import { nameOf, withoutLastName } from './reference.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { knownPython, knownStrings, pathOf } from './values.ts';

/** pyproject.nix (7af23cf), lib/project.nix: the file of `projectRoot` that each reads, and the argument that has its content instead. */
const LOADERS: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ...['loadPyproject', 'loadUVPyproject', 'loadPDMPyproject', 'loadPyprojectDynamic'].map(
    (name) => [name, { file: 'pyproject.toml', content: 'pyproject' }] as const,
  ),
  ['loadPoetryPyproject', { file: 'pyproject.toml', content: 'pyproject', groupsAreExtras: true }],
  ['loadRequirementsTxt', { file: 'requirements.txt', content: 'requirements' }],
]);

interface Loader {
  readonly file: string;
  readonly content: string;
  /** Whether Poetry's groups are what it calls extras, and there is nothing else (lib/poetry.nix, `parseDependencies`). */
  readonly groupsAreExtras?: true;
}

const NO_EXTRAS: Known<readonly string[]> = { known: true, value: [] };

/**
 * The projects that pyproject.nix renders for nixpkgs' own functions (`project.renderers.withPackages`, `buildPythonPackage`,
 * `mkPythonEditablePackage`): their dependencies are nixpkgs' packages of these names, with the overlays that nixpkgs is given.
 */
export function readPyprojectNix(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const rendered = rendererCalls(context);
  if (rendered.length === 0) return [];
  const { layers: all, places } = packageOverlays(context);
  const { reading, layers, overlays } = readOverrides(resolver, all);
  return rendered.map((call) => {
    const { expr, scope, callee } = call;
    const argument = { expr: expr.arg, scope };
    const attribute = (name: string): ReturnType<typeof lookUpAttribute> =>
      lookUpAttribute(resolver, argument, name);
    const loaded = loadedBy(resolver, call);
    const manifest = loaded === null ? NOT_KNOWN : manifestOf(resolver, loaded);
    const names = (list: string): Known<readonly string[] | null> =>
      knownStrings(resolver, attribute(list));
    return {
      argument,
      layers,
      overlays,
      own: () => null,
      places,
      use: {
        target: 'pyproject-nix',
        file: scope.file.path,
        callee,
        span: expr.span,
        projectDir: manifest.known
          ? { known: true, value: posix.dirname(manifest.value) }
          : manifest,
        ...(manifest.known ? { manifest: manifest.value } : {}),
        preferWheels: { known: true, value: false },
        python: knownPython(resolver, attribute('python')),
        ...NOTHING_CHOSEN,
        ...(loaded?.loader.groupsAreExtras === true
          ? { groups: names('extras'), extras: NO_EXTRAS }
          : { groups: names('groups'), extras: names('extras') }),
        overrides: unlessBroken({ ...reading, defaults: { known: true, value: true } }, scope.file),
      },
    };
  });
}

/** What loads the rendered project, with its argument; null where that is not known. */
function loadedBy(
  resolver: Resolver,
  call: Call,
): { readonly loader: Loader; readonly argument: Closure } | null {
  const project = projectOf(resolver, call);
  const loaded = project === null ? null : resolver.force(project);
  if (loaded?.expr.kind !== 'apply') return null;
  const { expr, scope } = loaded;
  const loader = LOADERS.get(resolver.calleeName({ expr: expr.fn, scope }) ?? '');
  return loader === undefined ? null : { loader, argument: { expr: expr.arg, scope } };
}

/** The absolute path of the file that a project is loaded from. */
function manifestOf(
  resolver: Resolver,
  { loader, argument }: { readonly loader: Loader; readonly argument: Closure },
): Known<string> {
  const content = lookUpAttribute(resolver, argument, loader.content);
  if (content.found === 'value') {
    const { expr: read, scope: where } = resolver.force(content.value);
    const file = read.kind === 'apply' ? readFileOf(resolver, { expr: read, scope: where }) : null;
    if (file !== null) return { known: true, value: file };
  }
  const root = lookUpAttribute(resolver, argument, 'projectRoot');
  const folder = root.found === 'value' ? pathOf(resolver, root.value) : null;
  if (folder === null || content.found !== 'absent') return NOT_KNOWN;
  return { known: true, value: posix.join(folder, loader.file) };
}

const NOT_KNOWN: Known<string> = { known: false, why: 'which project it is, is decided elsewhere' };

/** What the renderer is one of, or is given as its argument `project`. */
function projectOf(resolver: Resolver, { expr, scope }: Call): Closure | null {
  const given = lookUpAttribute(resolver, { expr: expr.arg, scope }, 'project');
  if (given.found === 'value') return given.value;
  const fn = { expr: expr.fn, scope };
  const named = setOfName(resolver.force(fn));
  const renderers = setOfFunction(resolver, fn) ?? (named === null ? null : resolver.force(named));
  if (renderers?.expr.kind !== 'select') return null;
  const parts = withoutLastName(renderers.expr);
  const isOne = parts !== null && nameOf(resolver, parts.last, renderers.scope) === 'renderers';
  return isOne ? { expr: parts.target, scope: renderers.scope } : null;
}

/** `lib.importTOML ./pyproject.toml`, `fromTOML (readFile …)`, `readFile ./requirements.txt` */
function readFileOf(resolver: Resolver, { expr, scope }: Closure): string | null {
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  if (callee === 'importTOML' || callee === 'readFile')
    return pathOf(resolver, { expr: expr.arg, scope });
  if (callee !== 'fromTOML') return null;
  const text = resolver.force({ expr: expr.arg, scope });
  return text.expr.kind === 'apply' ? readFileOf(resolver, text) : null;
}
