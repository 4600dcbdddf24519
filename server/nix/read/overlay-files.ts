import type { TargetId } from '../model.ts';
import type { NixFile } from '../resolve/scope.ts';
import { NIX_TARGETS, TARGET_IDS } from '../by-target/registry.ts';
import { walk } from '../tree.ts';
import type { ReadContext, UseReading } from './context.ts';
import { readOverrides } from './layers.ts';
import { overlayLayers } from './overlay-composition.ts';
import type { Overlay } from './overlay.ts';
import { NOTHING_CHOSEN } from './use.ts';

/**
 * Files that hold an overlay of Python packages (`{ pkgs }: final: prev: { … }`) and that no file which was read uses:
 * what they override is read, and who uses it is not known.
 */
export function readOverlayFiles(
  { resolver, files }: ReadContext,
  used: ReadonlySet<NixFile>,
): readonly UseReading[] {
  return files.flatMap((file) => {
    if (used.has(file)) return [];
    const { layers, reading, overlays } = readOverrides(resolver, overlayLayers(resolver, file));
    const target = targetOf(overlays);
    if (target === null || overlays.length === 0) return [];
    const why = 'who uses these overrides is not known';
    return [
      {
        argument: null,
        layers,
        overlays,
        own: () => null,
        places: () => [{ layers, insertion: null, packages: null }],
        use: {
          target,
          file: file.path,
          callee: 'overlay',
          span: file.tree.root?.span ?? { start: 0, end: 0 },
          projectDir: { known: false, why },
          preferWheels: { known: false, why },
          python: { known: false, why },
          ...NOTHING_CHOSEN,
          overrides: { ...reading, understood: false, why },
        },
      },
    ];
  });
}

/** Whose overlay it is, by the methods that it calls. */
function targetOf(overlays: readonly Overlay[]): TargetId | null {
  const called = new Set<string>();
  for (const overlay of overlays)
    walk(overlay.previous, (node) => {
      const last = node.kind === 'attr-path' ? node.names.at(-1) : undefined;
      if (last?.kind === 'identifier') called.add(last.name);
    });
  const isCalled = (method: string): boolean => called.has(method);
  const own = TARGET_IDS.find((id) => NIX_TARGETS[id].overlays.methods.own.some(isCalled));
  if (own !== undefined) return own;
  const hasEntries = overlays.some(({ packages }) => packages.some(({ entry }) => !entry.opaque));
  if (!hasEntries) return null;
  return (
    TARGET_IDS.findLast((id) => NIX_TARGETS[id].overlays.methods.likely.some(isCalled)) ?? null
  );
}
