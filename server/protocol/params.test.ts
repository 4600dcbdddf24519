import { describe, expect, it } from 'vitest';
import { errorCodes } from './decode.ts';
import { changeParams, foldersParams, renamedFilesParams } from './notification-params.ts';
import {
  codeActionParams,
  positionParams,
  sentItem,
  sinceParams,
  workspaceDiagnosticParams,
} from './params.ts';

const textDocument = { uri: 'file:///p/pyproject.toml' };
const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 4 } };

/** What a decoder says of parameters that it refuses. */
function refusal(decode: () => unknown): unknown {
  try {
    return { decoded: decode() };
  } catch (error) {
    return error;
  }
}

describe('parameters', () => {
  it('are the part of the protocol that is read, without what else was sent', () => {
    const position = { line: 3, character: 4, of: 'another' };
    expect(positionParams({ textDocument: { ...textDocument, version: 1 }, position })).toEqual({
      textDocument,
      position: { line: 3, character: 4 },
    });
  });

  it('have their numbers clamped: a position out of range has an answer', () => {
    const position = { line: -1, character: 2 ** 40 };
    expect(positionParams({ textDocument, position }).position).toEqual({
      line: 0,
      character: 2 ** 31 - 1,
    });
  });

  it.each([
    [undefined, 'position.line'],
    [{ textDocument }, 'position.line'],
    [{ position: range.start }, 'textDocument.uri'],
    [{ textDocument: { uri: 7 }, position: range.start }, 'textDocument.uri'],
    [{ textDocument, position: { line: 0, character: '1' } }, 'position.character'],
  ])('are refused where a part is missing: %j', (params, what) => {
    expect(refusal(() => positionParams(params))).toMatchObject({
      code: errorCodes.invalidParams,
      message: `${what} is missing or of the wrong type`,
    });
  });

  it('are taken without what may be left out, or is of another type', () => {
    expect(sinceParams({ textDocument, previousResultId: 7 })).toEqual({ textDocument });
    expect(codeActionParams({ textDocument, range, context: { only: 'quickfix' } })).toEqual({
      textDocument,
      range,
      context: { diagnostics: [], only: [] },
    });
    expect(workspaceDiagnosticParams({ workDoneToken: {}, partialResultToken: 1 })).toEqual({
      previousResultIds: [],
      partialResultToken: 1,
    });
  });

  it('hand back what the client shows and what it completes as it was sent', () => {
    const shown = { range, message: 'm', code: 'c', extra: 1 };
    const context = { diagnostics: [shown, 7, null] };
    expect(codeActionParams({ textDocument, range, context }).context.diagnostics).toEqual([shown]);
    const item = { label: 'requests', data: [1], extra: 1 };
    expect(sentItem(item)).toEqual(item);
    expect(refusal(() => sentItem(null))).toMatchObject({ code: errorCodes.invalidParams });
  });
});

describe('parameters of notifications', () => {
  it('tell a change of a range from a new text', () => {
    const contentChanges = [{ range, text: 'a' }, { range: null, text: 'b' }, { text: 'c' }];
    expect(changeParams({ textDocument, contentChanges })).toEqual({
      textDocument: { ...textDocument, version: 0 },
      contentChanges: [{ range, text: 'a' }, { text: 'b' }, { text: 'c' }],
    });
    const damaged = [{ text: 'a' }, { range }];
    expect(refusal(() => changeParams({ textDocument, contentChanges: damaged }))).toMatchObject({
      message: 'contentChanges[].text is missing or of the wrong type',
    });
  });

  it('of folders and files have what is there', () => {
    const folder = { uri: 'file:///p', name: 'p' };
    expect(foldersParams({ event: { added: [folder] } })).toEqual({
      event: { added: [{ uri: 'file:///p' }], removed: [] },
    });
    expect(renamedFilesParams({ files: [{ oldUri: 'file:///a' }, 7] }).files).toEqual([
      { oldUri: 'file:///a', newUri: '' },
      { oldUri: '', newUri: '' },
    ]);
    expect(renamedFilesParams(null).files).toEqual([]);
  });
});
