/** Under which key of its `workerData` a worker of ours finds what it is started with. */
export const WORKER_KEY = 'pyproject-nix-ls';
