import { describe, expect, it } from 'vitest';
import { ReportedDiagnostics } from './reported-diagnostics.ts';

const [ONE, OTHER] = ['{"message":"one"}', '{"message":"other"}'];

describe('ReportedDiagnostics', () => {
  it('takes no diagnostics at first for nothing new, and the same ones again', () => {
    const reported = new ReportedDiagnostics();
    expect(reported.update('/p/a', [])).toBe(false);
    expect(reported.update('/p/a', [ONE])).toBe(true);
    expect(reported.update('/p/a', [`{"message":${JSON.stringify('one')}}`])).toBe(false);
  });

  it('tells what differs in one, in their order and in their number', () => {
    const reported = new ReportedDiagnostics();
    reported.update('/p/a', [ONE, OTHER]);
    expect(reported.update('/p/a', [OTHER, ONE])).toBe(true);
    expect(reported.update('/p/a', [OTHER])).toBe(true);
    expect(reported.update('/p/a', [])).toBe(true);
  });

  it('names a state by which a client that pulls is told nothing twice', () => {
    const reported = new ReportedDiagnostics();
    reported.update('/p/a', [ONE]);
    expect(reported.changed('/p/a')).toBe(true);
    reported.tell('/p/a');
    const id = reported.id('/p/a');
    reported.update('/p/a', [ONE]);
    expect([reported.changed('/p/a'), reported.id('/p/a')]).toEqual([false, id]);
    reported.update('/p/a', [OTHER]);
    expect(reported.changed('/p/a')).toBe(true);
    expect(reported.id('/p/a')).not.toBe(id);
  });
});
