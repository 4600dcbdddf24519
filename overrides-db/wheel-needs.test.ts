import { expect, it } from 'vitest';
import type { ReadEvidence } from './reading.ts';
import { needsOfWheel } from './wheel-needs.ts';

function said(name: string, more: Partial<ReadEvidence> = {}): string[] {
  const evidence = [{ kind: 'links', name, at: 'p/a.so', ...more } as const];
  const file = 'pyqt6_qt6-6.0-py3-none-manylinux_2_28_x86_64.whl';
  return needsOfWheel({ file, sha256: '', evidence }).map(({ need, required }) => {
    const what = need.kind === 'ignored-library' ? `pass over, of ${need.by ?? 'nobody'}` : '';
    return `${'attr' in need ? need.attr : what}${required ? '' : ' ?'}`;
  });
}

it('takes a library from the package that has it, and NVIDIA’s from cudaPackages', () => {
  expect(said('libtbb.so.12')).toEqual(['tbb']);
  expect(said('libstdc++.so.6')).toEqual(['stdenv.cc.cc.lib']);
  expect(said('libxcb-icccm.so.4')).toEqual(['xorg.xcbutilwm']);
  expect(said('libcublas.so.12')).toEqual(['cudaPackages.libcublas']);
});

it('passes over what another wheel or the driver brings when the wheel is used', () => {
  const beside = 'nvidia/cublas/lib';
  expect(said('libcublas.so.12', { beside })).toEqual(['pass over, of nvidia-cublas']);
  expect(said('libtorch_cpu.so')).toEqual(['pass over, of torch']);
  expect(said('libcuda.so.1')).toEqual(['pass over, of the graphics driver']);
  expect(said('libshiboken6.abi3.so.6.9', { beside: 'shiboken6' })).toEqual([
    'pass over, of shiboken6',
  ]);
  // What the linker left of the tree that it was built in names no package.
  expect(said('libQnnIr.so', { beside: '_solib_x86_64/libQnnIr' })).toEqual([
    'pass over, of nobody',
  ]);
  expect(said('libQt6Core.so.6', { by: 'pyqt6' })).toEqual(['pass over, of pyqt6']);
  expect(said('libQt5Xml.so.5', { at: 'PyQt5/QtXml.abi3.so' })).toEqual([
    'pass over, of pyqt5-qt5',
  ]);
});

it('passes over what nothing is known to bring, since patching fails on it', () => {
  expect(said('libQt6Gone.so.6', { at: 'PyQt6/Qt6/plugins/x.so' })).toEqual([
    'pass over, of nobody',
  ]);
  expect(said('libof-nobody.so.3')).toEqual(['pass over, of nobody']);
});

it('looks beside only for what the system has not', () => {
  expect(said('libxkbcommon.so.0', { beside: 'shiboken6' })).toEqual(['libxkbcommon']);
});

it('may do without what is opened by name', () => {
  expect(said('libpq.so.5', { kind: 'opens' })).toEqual(['libpq ?']);
  expect(said('libof-nobody.so', { kind: 'opens' })).toEqual([]);
});
