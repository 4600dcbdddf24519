/** A parsed PEP 508 marker. */
export interface Marker {
  readonly text: string;
}
