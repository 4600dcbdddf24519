import { spawnSync } from 'node:child_process';

/**
 * Gives the main thread of a process precedence over all that else runs (`SCHED_RR`), and none to the threads
 * and processes that it starts: what is measured is then not what the machine does beside it. A whole
 * process under `chrt --rr` would be measured wrongly, because its threads wait for each other for slices of
 * 100 ms. False where that is not allowed, or there is no `chrt`.
 */
export function goesFirst(pid: number): boolean {
  const args = ['--reset-on-fork', '--rr', '--pid', '10', String(pid)];
  return spawnSync('chrt', args, { stdio: 'ignore' }).status === 0;
}
