import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import { renderStandalone } from '../../nix/api.ts';

/** A form in which an override is put into the clipboard, for those who paste it elsewhere. */
export interface CopiedForm {
  readonly target: TargetId;
  /** Behind “Copy what NAME needs”: `for uv2nix`. */
  readonly label: string;
  readonly textOf: (requests: readonly OverrideRequest[]) => string;
}

/** The override as it stands in a Nix file of its own. */
export const standaloneText: CopiedForm['textOf'] = renderStandalone;
