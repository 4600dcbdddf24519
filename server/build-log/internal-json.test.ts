import { describe, expect, it } from 'vitest';
import { InternalJson } from './internal-json.ts';

const DRV = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-foo-1.0.drv';
const START = `@nix {"action":"start","fields":["${DRV}","",1,1],"id":7,"level":3,"parent":0,"text":"building '${DRV}'","type":105}`;

describe('the internal JSON of Nix', () => {
  it('gives each line to the build that printed it', () => {
    const json = new InternalJson();
    expect(json.read(START)).toMatchObject([{ builder: null, text: `building '${DRV}'` }]);
    expect(json.read('@nix {"action":"result","fields":["cc -c a.c"],"id":7,"type":101}')).toEqual([
      { builder: DRV, phase: null, text: 'cc -c a.c' },
    ]);
    expect(json.read('@nix {"action":"result","fields":["buildPhase"],"id":7,"type":104}')).toEqual(
      [{ builder: DRV, phase: 'buildPhase', text: '' }],
    );
    expect(json.read('@nix {"action":"stop","id":7}')).toEqual([]);
    expect(json.read('@nix {"action":"result","fields":["late"],"id":7,"type":101}')).toEqual([
      { builder: null, phase: null, text: 'late' },
    ]);
  });

  it('splits a message of several lines', () => {
    const line = String.raw`@nix {"action":"msg","level":0,"msg":"error: a\n       Reason: b"}`;
    expect(new InternalJson().read(line)?.map(({ text }) => text)).toEqual([
      'error: a',
      '       Reason: b',
    ]);
  });

  it('takes the colours out of a message, which its JSON has as escapes', () => {
    const line = String.raw`@nix {"action":"msg","level":0,"msg":"\u001b[31;1merror:\u001b[0m Cannot build '\u001b[35;1m/x.drv\u001b[0m'."}`;
    expect(new InternalJson().read(line)?.map(({ text }) => text)).toEqual([
      "error: Cannot build '/x.drv'.",
    ]);
  });

  it('knows the phases that a lone log of a builder announces', () => {
    expect(new InternalJson().read('@nix { "action": "setPhase", "phase": "fixupPhase" }')).toEqual(
      [{ builder: null, phase: 'fixupPhase', text: '' }],
    );
  });

  it.each([
    '@nix {"action":"result","fields":["cut o',
    '@nix {"action":"result","fields":[0,1],"id":7,"type":105}',
    '@nix {"action":7}',
    '@nix {}',
  ])('passes over %s', (line) => {
    expect(new InternalJson().read(line)).toEqual([]);
  });

  it('leaves all else to others', () => {
    expect(new InternalJson().read('foo> @nix {')).toBeNull();
  });
});
