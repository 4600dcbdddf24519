import type { Known, WorkspaceConfig } from '../nix/api.ts';
import type { UvBuilds } from './model.ts';

/** What is said of wheels beside `sourcePreference`, and before it. */
export interface WheelSettings {
  /** Whether wheels are taken of all packages, and of none the sdist; null where nothing is said of all. */
  readonly ofAll: Known<boolean> | null;
  /** The same of one package, by the name that the lock has for it. */
  readonly ofPackage: (name: string) => Known<boolean> | null;
}

/**
 * `no-build`, `no-binary` and their `-package` lists, of `[tool.uv]` and of the `config` that is merged over it, in the
 * order in which uv2nix asks for them (`preferWheel` in lib/build.nix).
 */
export function wheelSettings(
  uv: UvBuilds | undefined,
  config: WorkspaceConfig | undefined,
): WheelSettings {
  const isOpen = config !== undefined && !config.complete;
  const noBuild = config?.noBuild ?? uv?.noBuild ?? FALSE;
  const noBinary = config?.noBinary ?? uv?.noBinary ?? FALSE;
  const lists = [
    { value: false, given: config?.noBinaryPackage, said: uv?.noBinaryPackages ?? [] },
    { value: true, given: config?.noBuildPackage, said: uv?.noBuildPackages ?? [] },
  ];
  return {
    ofAll: overall(noBuild, noBinary),
    ofPackage(name) {
      for (const { value, given, said } of lists) {
        const names = [...(given?.names ?? []), ...(given?.adds === false ? [] : said)];
        if (names.includes(name)) return { known: true, value };
        if (given?.complete === false) return NOT_READ;
      }
      return isOpen ? NOT_READ : null;
    },
  };
}

const FALSE: Known<boolean> = { known: true, value: false };
const NOT_READ: Known<boolean> = {
  known: false,
  why: 'the config of loadWorkspace is not all written out',
};

function overall(noBuild: Known<boolean>, noBinary: Known<boolean>): Known<boolean> | null {
  if (!noBuild.known) return noBuild;
  if (!noBinary.known) return noBinary;
  if (noBuild.value && noBinary.value)
    return { known: false, why: 'neither wheels nor sdists may be taken' };
  if (noBuild.value) return { known: true, value: true };
  return noBinary.value ? { known: true, value: false } : null;
}
