/** @module `recapito certificates confirm`: somebody has what was prepared. */
import type { Flags } from '../config.ts'
import { confirmReleases, type RegisteredRelease, releasesNamed } from '../store/certificate-release.ts'
import { manualAct } from '../store/manual-act.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'

/** Releases that cannot be confirmed, one sentence each (exit 2). */
class NotConfirmable extends Error {
  readonly exitCode = 2
  constructor(faults: readonly string[]) {
    super(`nothing was confirmed:\n  ${faults.join('\n  ')}`)
    this.name = 'NotConfirmable'
  }
}

/** Confirms all of them or, when one cannot be, none. */
export function confirmReleasesCommand(
  flags: Flags,
  publicIds: readonly string[],
  options: ByHand & { json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const act = { ...actOf(app, 'confirm', options), subject: publicIds.join(' ') }
    const done = await manualAct(app.store, act, async (trx, actor) => {
      const releases = new Map((await releasesNamed(trx, publicIds)).map((row) => [row.public_id, row]))
      const faults = publicIds.flatMap((publicId) => faultOf(publicId, releases.get(publicId)) ?? [])
      if (faults.length > 0) throw new NotConfirmable(faults)
      const prepared = [...releases.values()].filter(({ state }) => state === 'PREPARED')
      await confirmReleases(
        trx,
        actor,
        prepared.map(({ id }) => id),
      )
      return [...new Set(publicIds)].map((release) => ({
        release,
        confirmed: releases.get(release)?.state === 'PREPARED',
      }))
    })
    answer(
      options.json,
      done,
      done.map(({ release, confirmed }) =>
        confirmed ? `${release}: confermato` : `${release}: era già confermato, niente da fare`,
      ),
    )
  })
}

/** Why a release cannot be confirmed; undefined when it can, or is already. */
function faultOf(publicId: string, release: RegisteredRelease | undefined): string | undefined {
  if (!release) {
    return `${publicId}: there is no such release; the lists in output/releases name them, one a row`
  }
  if (release.state === 'CONFIRMED') return undefined
  if (release.file_name === null) {
    return `${publicId}: it is on paper and is confirmed when its bundle is handed over`
  }
  if (release.state === 'PREPARED') return undefined
  return `${publicId}: expected a prepared release, found ${release.state}: run release-certificates first`
}
