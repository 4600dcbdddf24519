import type { PackageFacts } from '../../../../overrides-db/model.ts';
import type { LockedPackage } from '../../../locks/model.ts';
import type { OverrideEntry, TargetUse } from '../../../nix/api.ts';
import type { BuildSettings, Target } from '../../../targets/model.ts';
import type { Pinned, Provider } from './model.ts';
import { callProvider, overlayProvider } from './overlay.ts';
import { generatedProvider } from './pypi2nix-set.ts';
import { shellProvider } from './shell.ts';
import {
  builtInProvider,
  defaultsProvider,
  dependencyProvider,
  nothingProvider,
} from './target-defaults.ts';
import { uvSettingsProvider, workspaceConfigProvider } from './uv-settings.ts';

/** What decides who may give something to a package. */
interface ProviderContext {
  readonly target: Target;
  /** Null where no Nix file is known. */
  readonly use: TargetUse | null;
  readonly builds: BuildSettings;
  readonly locked: LockedPackage | null;
}

/** All that may give a package what it needs, the one that is named first where several do. */
export function packageProviders(
  facts: PackageFacts,
  context: ProviderContext & Pinned,
): readonly Provider[] {
  const { target, use, locked } = context;
  const entries = entriesOf(use, facts.name);
  const applied = use?.overrides.defaults ?? { known: true, value: true };
  return [
    ...(use === null ? [] : [overlayProvider(entries, use.overrides)]),
    ...others(facts.name, context),
    builtInProvider(target, locked),
    defaultsProvider(target, facts, context, applied, entries),
  ];
}

/** All that may give the project itself what it needs: a call that builds it takes its inputs as arguments, and no target gives it anything. */
export function projectProviders(name: string, context: ProviderContext): readonly Provider[] {
  const { use } = context;
  return [
    ...(use === null ? [] : [projectOverrides(name, use)]),
    ...others(name, context),
    nothingProvider('no Nix file gives it to the project'),
  ];
}

/** An overlay that takes the name from a manifest may mean this project, or another one of the workspace. */
function projectOverrides(name: string, { own, file, overrides }: TargetUse): Provider {
  if (own !== undefined) return callProvider(own, file);
  const entries = overrides.entries.flatMap((entry) => {
    if (entry.isLost === true) return [];
    if (entry.ofManifest === true) return [{ ...entry, conditional: true }];
    return entry.normalized === name ? [entry] : [];
  });
  return overlayProvider(entries, overrides);
}

function others(
  name: string,
  { target, use, builds, locked }: ProviderContext,
): readonly Provider[] {
  return [
    ...(builds.uv === undefined ? [] : [uvSettingsProvider(builds.uv, name)]),
    ...(use?.workspaceConfig === undefined ? [] : [workspaceConfigProvider(use)]),
    ...(use?.shell === undefined ? [] : [shellProvider(use.shell, use.file)]),
    ...(use?.generated === undefined ? [] : [generatedProvider(use.generated, name)]),
    ...(locked !== null && target.provides.dependenciesAreInputs
      ? [dependencyProvider(locked)]
      : []),
  ];
}

function entriesOf(use: TargetUse | null, name: string): readonly OverrideEntry[] {
  return (use?.overrides.entries ?? []).filter(
    ({ normalized, isLost }) => normalized === name && isLost !== true,
  );
}
