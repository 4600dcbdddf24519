/** What became of one request in one place. */
export type Outcome =
  | { readonly kind: 'edited' }
  | { readonly kind: 'present'; readonly reason: string }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** Whether it is the overlays that take nothing, whatever the package. */
      readonly isClosed?: boolean;
    };

export function refused(reason: string): Outcome {
  return { kind: 'refused', reason };
}
