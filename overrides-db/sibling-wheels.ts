/** What comes with the graphics driver, which is on the machine that runs it and in no package. */
const OF_DRIVER = /^lib(?:cuda|nvidia-ml|nvcuvid|nvidia-encode|nvoptix)\.so(?:\.\d{1,5}){0,4}$/;

/** Whether a shared library comes with the driver. */
export function isOfDriver(file: string): boolean {
  return OF_DRIVER.test(file);
}

interface NvidiaLibrary {
  /** The distribution, without the `-cu12` that most end with. */
  readonly wheel: string;
  /** In nixpkgs' `cudaPackages`. */
  readonly attr: string;
  /** Its version is that of CUDA, so that a wheel for another one does not have it. */
  readonly isOfRelease?: true;
}

/** NVIDIA's libraries, by the name between `lib` and `.so`, and the wheels that the index has them in. */
const OF_NVIDIA: ReadonlyMap<string, NvidiaLibrary> = new Map([
  ['cublas', { wheel: 'nvidia-cublas', attr: 'libcublas', isOfRelease: true }],
  ['cublasLt', { wheel: 'nvidia-cublas', attr: 'libcublas', isOfRelease: true }],
  ['cudart', { wheel: 'nvidia-cuda-runtime', attr: 'cuda_cudart' }],
  ['cudnn', { wheel: 'nvidia-cudnn', attr: 'cudnn' }],
  ['cufft', { wheel: 'nvidia-cufft', attr: 'libcufft' }],
  ['cufile', { wheel: 'nvidia-cufile', attr: 'libcufile' }],
  ['cutensor', { wheel: 'cutensor', attr: 'cutensor' }],
  ['cutensorMg', { wheel: 'cutensor', attr: 'cutensor' }],
  ['cupti', { wheel: 'nvidia-cuda-cupti', attr: 'cuda_cupti' }],
  ['curand', { wheel: 'nvidia-curand', attr: 'libcurand' }],
  ['cusolver', { wheel: 'nvidia-cusolver', attr: 'libcusolver' }],
  ['cusparse', { wheel: 'nvidia-cusparse', attr: 'libcusparse' }],
  ['cusparseLt', { wheel: 'nvidia-cusparselt', attr: 'libcusparse_lt' }],
  ['nccl', { wheel: 'nvidia-nccl', attr: 'nccl' }],
  ['nvJitLink', { wheel: 'nvidia-nvjitlink', attr: 'libnvjitlink', isOfRelease: true }],
  ['nvshmem', { wheel: 'nvidia-nvshmem', attr: 'libnvshmem' }],
  ['nvrtc', { wheel: 'nvidia-cuda-nvrtc', attr: 'cuda_nvrtc' }],
  ['nvToolsExt', { wheel: 'nvidia-nvtx', attr: 'cuda_nvtx' }],
]);

const FILE = /^lib([A-Za-z]\w{0,40}?)(?:_\w{1,40})?\.so(?:\.(\d{1,5})(?:\.\d{1,5}){0,3})?$/;

/** The attribute of `cudaPackages` that has a library of NVIDIA; null for other libraries. */
export function cudaAttr(file: string): string | null {
  return nvidiaLibrary(file)?.attr ?? null;
}

/** The distribution of NVIDIA's that has a library, without the `-cu12` that most end with; null for other libraries. */
export function nvidiaWheel(file: string): string | null {
  return nvidiaLibrary(file)?.wheel ?? null;
}

/** The names of NVIDIA's libraries in nixpkgs' `cudaPackages`. */
export function cudaAttributes(): readonly string[] {
  return [...new Set([...OF_NVIDIA.values()].map(({ attr }) => attr))];
}

/** The distribution of NVIDIA's that an attribute of `cudaPackages` has its counterpart in, without `-cu12`; null for others. */
export function nvidiaWheelOf(attr: string): string | null {
  return [...OF_NVIDIA.values()].find((one) => one.attr === attr)?.wheel ?? null;
}

/** Whether a shared library is one of CUDA, of its driver, or of what of PyTorch uses it. */
export function isOfCuda(file: string): boolean {
  return cudaAttr(file) !== null || isOfDriver(file) || /^lib(?:torch|c10)_cuda/.test(file);
}

function nvidiaLibrary(file: string): NvidiaLibrary | null {
  return OF_NVIDIA.get(FILE.exec(file)?.[1] ?? '') ?? null;
}

/** What torch's own extensions are linked to, and load by importing it. */
const OF_TORCH = /^lib(?:torch(?:_cpu|_cuda|_python|_global_deps)?|c10(?:_cuda)?)\.so$/;

/** Whether a shared library is one that torch's wheel brings, for its own extensions. */
export function isOfTorch(file: string): boolean {
  return OF_TORCH.test(file);
}

/** The package that has Qt for the modules of PyQt or PySide, by where these lie in their wheel; null for other libraries. */
export function qtWheel(library: string, file: string): string | null {
  const [, major] = /^libQt([56])\w*\.so\.[56]$/.exec(library) ?? [];
  if (major === undefined) return null;
  if (file.startsWith(`PyQt${major}/`)) return `pyqt${major}-qt${major}`;
  return file.startsWith(`PySide${major}/`) ? `pyside${major}-addons` : null;
}

/**
 * The package whose wheel has a library that another wheel is linked to. Both load it from beside each other, or one
 * imports the other first, so that no input of the build has to have it.
 *
 * @param names PEP 503 names of what is locked beside.
 * @returns one of `names`; null where none of them is known to have it.
 */
export function wheelWith(file: string, names: Iterable<string>): string | null {
  const nvidia = nvidiaLibrary(file);
  const release = FILE.exec(file)?.[2];
  for (const name of names) {
    if (name === 'torch' && isOfTorch(file)) return name;
    if (nvidia === null || !name.startsWith(nvidia.wheel)) continue;
    const end = name.slice(nvidia.wheel.length);
    const isOther =
      nvidia.isOfRelease === true && /^-cu\d/.test(end) && end.slice(3, 5) !== release;
    if (/^(?:-cu\d{2,3})?$/.test(end) && !isOther) return name;
  }
  return null;
}
