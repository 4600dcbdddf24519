import { describe, expect, it } from 'vitest';
import { clientProfile } from './capabilities.ts';

function diagnosticsOf(capabilities: unknown): readonly [pulls: boolean, refreshes: boolean] {
  const profile = clientProfile({ capabilities });
  return [profile.pullsDiagnostics, profile.refreshesDiagnostics];
}

describe('diagnostics', () => {
  const pushed = { publishDiagnostics: {} };
  const both = { ...pushed, diagnostic: {} };

  it('are pulled by a client that pulls again when it is asked to', () => {
    const workspace = { diagnostics: { refreshSupport: true } };
    expect(diagnosticsOf({ textDocument: both, workspace })).toEqual([true, true]);
  });

  it('are pulled where Helix says that by another name', () => {
    const workspace = { diagnostic: { refreshSupport: true } };
    expect(diagnosticsOf({ textDocument: both, workspace })).toEqual([true, true]);
  });

  it('are pushed to one that takes both and cannot be asked again', () => {
    expect(diagnosticsOf({ textDocument: both })).toEqual([false, false]);
    const workspace = { diagnostics: { refreshSupport: false } };
    expect(diagnosticsOf({ textDocument: both, workspace })).toEqual([false, false]);
  });

  it('are pulled where nothing can be pushed, and pushed where nothing is said', () => {
    expect(diagnosticsOf({ textDocument: { diagnostic: {} } })).toEqual([true, false]);
    expect(diagnosticsOf({ textDocument: pushed })).toEqual([false, false]);
    expect(diagnosticsOf(7)).toEqual([false, false]);
  });
});
