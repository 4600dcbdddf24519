import { nativePaths } from '../session/native-paths.ts';

/** The absolute path of a `file:` URI; null for any other (`untitled:`, `git:`), and for what is not a URI. */
export function fileOfUri(uri: string): string | null {
  return nativePaths.ofUri(uri);
}

export function uriOfFile(file: string): string {
  return nativePaths.uriOf(file);
}
