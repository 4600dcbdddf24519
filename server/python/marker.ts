export { parseMarker } from './marker-syntax.ts';
export type { Marker, MarkerExpression } from './marker-syntax.ts';
export { evaluateMarker, evaluateWith } from './marker-evaluation.ts';
export { markerReachable, reachablePythons } from './marker-reach.ts';
export { andMarkers, formatMarker } from './marker-format.ts';
export { simplifyMarker } from './marker-simplify.ts';
export { platformToMarker, pythonConstraintToMarker } from './poetry-conditions.ts';
