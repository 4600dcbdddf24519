import { findEditableOverlayOrder } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const editableOverlayOrder: Rule = nixRule(
  {
    id: 'editable-overlay-order',
    defaultSeverity: 'warning',
    summary: 'The editable overlay of uv2nix stands before the overlay of the lock.',
  },
  ({ analysis }) => findEditableOverlayOrder(analysis),
);
