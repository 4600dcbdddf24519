import { describe, expect, it } from 'vitest';
import { cudaAttr, isOfDriver, wheelWith } from './sibling-wheels.ts';

const LOCKED = [
  'numpy',
  'nvidia-cublas-cu12',
  'nvidia-cuda-runtime-cu12',
  'nvidia-cudnn-cu12',
  'nvidia-cusparse-cu12',
  'nvidia-cusparselt-cu12',
  'torch',
];

describe('the wheel that a library is in', () => {
  it.each([
    ['libcublas.so.12', 'nvidia-cublas-cu12'],
    ['libcublasLt.so.12', 'nvidia-cublas-cu12'],
    ['libcudart.so.12', 'nvidia-cuda-runtime-cu12'],
    ['libcudnn.so.9', 'nvidia-cudnn-cu12'],
    ['libcudnn_ops_infer.so.8', 'nvidia-cudnn-cu12'],
    ['libcusparse.so.12', 'nvidia-cusparse-cu12'],
    ['libcusparseLt.so.0', 'nvidia-cusparselt-cu12'],
    ['libtorch_cpu.so', 'torch'],
    ['libc10.so', 'torch'],
  ])('%s is in %s', (file, name) => {
    expect(wheelWith(file, LOCKED)).toBe(name);
  });

  it.each([
    // Of another release of CUDA than the one that is locked.
    'libcublas.so.11',
    // Not locked.
    'libnccl.so.2',
    'libz.so.1',
    'libtorch_of_mine.so',
    'libcublas.so.12"; x',
    '',
  ])('%j is in none of them', (file) => {
    expect(wheelWith(file, LOCKED)).toBeNull();
  });

  it('has no release in its name where it is of one that is its version', () => {
    expect(wheelWith('libcublas.so.13', ['nvidia-cublas'])).toBe('nvidia-cublas');
    expect(wheelWith('libcublas.so.13', ['nvidia-cublas-mp'])).toBeNull();
  });
});

it('tells what comes with the driver by the whole name', () => {
  expect(['libcuda.so.1', 'libnvidia-ml.so.1'].every(isOfDriver)).toBe(true);
  expect(['libcudart.so.12', 'libcuda.so.1$x', 'libcuda.so.'].some(isOfDriver)).toBe(false);
});

it('names the attribute in cudaPackages', () => {
  expect(cudaAttr('libcufft.so.11')).toBe('libcufft');
  expect(cudaAttr('libfoo.so')).toBeNull();
});
