/** Under which key of its `workerData` the thread that asks the network finds what it is started with. */
export const NETWORK_KEY = 'pyproject-nix-ls-network';
