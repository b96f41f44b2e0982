/**
 * Other libraries, installed in this folder and nowhere else, so that nobody who only uses Recapito downloads them.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Imports a package of this folder. Its type is the caller's word: it may not be installed when types are checked. */
export async function loadPeer<T>(name: string): Promise<T> {
  return await import(name)
}

/** Installs the packages of this folder's lock file when they are missing; says so on standard error. */
export function installPeers(): void {
  // npm writes this file last: an interrupted installation counts as missing.
  if (existsSync(join(import.meta.dirname, 'node_modules/.package-lock.json'))) return
  process.stderr.write('installing the libraries to compare with (npm ci --prefix bench/peers)\n')
  const args = ['ci', '--prefix', import.meta.dirname, '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, error } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`npm ci --prefix bench/peers ended with ${status}`, { cause: error })
}
