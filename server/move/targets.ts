/** What a project may be moved to. */
export const DESTINATIONS = ['uv2nix'] as const;

export type Destination = (typeof DESTINATIONS)[number];
