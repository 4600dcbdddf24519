import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path of a `file:` URI; null for any other (`untitled:`, `git:`), and for what is no URI. */
export function fileOfUri(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(uri);
    // A folder's URI may end in a slash; a path is one path all the same.
    return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  } catch {
    return null;
  }
}

export function uriOfFile(file: string): string {
  return pathToFileURL(file).href;
}
