/**
 * Nights in processes of their own, as a machine would end them: killed at any instant, two at once, on a disk that is
 * full. Each answers in what its end differs from an undisturbed night's.
 *
 * @module
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ledgerState } from './ledger-state.ts'
import type { DatabaseKind } from '../support/databases.ts'
import { isPostgresUrl } from '../../src/store/store.ts'
import { copyOf, databaseIn, type Place } from './place.ts'
import { differences, ON, prepareNight } from './stages.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/recapito')

export interface RealNights {
  /** Kills the night after each of these milliseconds, then lets it end. */
  killedAfter(milliseconds: readonly number[]): Promise<{ killed: number; differences: readonly string[] }>
  /** Starts two nights together; `codes` are their exit codes. */
  twoAtOnce(): Promise<{ codes: readonly (number | string | null)[]; differences: readonly string[] }>
  /** Runs on a file system with so many free KiB, then makes room; needs the right to mount one. */
  diskFull(freeKib: number): Promise<{ code: number | string | null; differences: readonly string[] }>
  remove(): Promise<void>
}

export async function prepareRealNights(kind: DatabaseKind, server?: string): Promise<RealNights> {
  const { prepared, templates } = await prepareNight(kind, server)
  const config = join(prepared.root, 'recapito.config.yaml')
  await writeFile(
    config,
    `folders: { templates: ${templates} }\nbundle: { letters: 3 }\ninspection: { pages: 1, renderedPages: 0 }\n`,
  )
  const finish = async (place: Place) => {
    const codes = [await night(place), await run(place, ['run', 'hand-over', '--date', ON])]
    if (codes.some((code) => code !== 0 && code !== 3)) throw new Error(`the last night ended with ${codes}`)
    return ledgerState(place.root, place.url, 'names')
  }
  const undisturbed = await inCopy(finish)
  return {
    killedAfter: (milliseconds) =>
      inCopy(async (place) => {
        let killed = 0
        for (const wait of milliseconds) if ((await night(place, wait)) === 'SIGKILL') killed += 1
        return { killed, differences: differences(await finish(place), undisturbed) }
      }),
    twoAtOnce: () =>
      inCopy(async (place) => {
        const codes = await Promise.all([night(place), night(place)])
        return { codes, differences: differences(await finish(place), undisturbed) }
      }),
    diskFull: (freeKib) => inCopy((place) => onSmallDisk(place, freeKib)),
    async remove() {
      await prepared.remove()
      await rm(templates, { recursive: true, force: true })
    },
  }

  async function inCopy<T>(work: (place: Place) => Promise<T>): Promise<T> {
    const place = await copyOf({ root: prepared.root, url: prepared.settings.database })
    try {
      return await work(place)
    } finally {
      await place.remove()
    }
  }

  async function onSmallDisk({ root, url, remove }: Place, freeKib: number) {
    const disk = `${root}-disk`
    const place = { root: disk, url: isPostgresUrl(url) ? url : databaseIn(disk), remove }
    await mkdir(disk)
    await command('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=700', 'tmpfs', disk])
    try {
      await command('cp', ['-a', `${root}/.`, disk])
      const { stdout } = await command('df', ['--output=avail', '-k', disk])
      const ballast = Number(stdout.split('\n')[1]) - freeKib
      await writeFile(join(disk, 'ballast'), Buffer.alloc(ballast * 1024))
      const code = await night(place)
      await rm(join(disk, 'ballast'))
      return { code, differences: differences(await finish(place), undisturbed) }
    } finally {
      await command('umount', [disk])
      await rm(disk, { recursive: true })
    }
  }

  function night(place: Place, killAfterMs?: number) {
    return run(place, ['night', '--date', ON], killAfterMs)
  }

  /** Answers the exit code, or the signal that ended it. */
  async function run(
    { root, url }: Place,
    args: readonly string[],
    killAfterMs?: number,
  ): Promise<number | string | null> {
    const child = spawn(
      PROGRAM,
      ['--config', config, '--data', join(root, 'data'), '--output', join(root, 'output'), ...args],
      {
        stdio: 'ignore',
        env: { PATH: process.env['PATH'] ?? '', RECAPITO_LOG: 'silent', DATABASE_URL: url },
      },
    )
    const ended = once(child, 'exit') as Promise<[number | null, string | null]>
    if (killAfterMs !== undefined) {
      await Promise.race([setTimeout(killAfterMs), ended])
      child.kill('SIGKILL')
    }
    const [code, signal] = await ended
    return signal ?? code
  }
}

const command = promisify(execFile)
