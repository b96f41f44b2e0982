/** @module `recapito certificates confirm`: somebody has what was prepared. */
import type { Flags } from '../config.ts'
import { confirmReleases, type RegisteredRelease, releasesNamed } from '../store/certificate-release.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { manualAct, nameSubject } from '../store/manual-act.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'

/** Releases that cannot be confirmed, one sentence each (exit 2). */
class NotConfirmable extends Error {
  readonly exitCode = 2
  constructor(faults: readonly string[]) {
    super(`nessun rilascio è stato confermato:\n  ${faults.join('\n  ')}`)
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
    const act = { ...actOf(app, 'confirm', options), subject: '' }
    const isLeft = (await preparedAmong(app.store.db, publicIds)).length > 0
    const confirmed = isLeft
      ? await manualAct(app.store, act, (trx, actor) => confirmPrepared(trx, actor, publicIds))
      : []
    const done = [...new Set(publicIds)].map((release) => ({
      release,
      confirmed: confirmed.includes(release),
    }))
    answer(
      options.json,
      done,
      done.map(({ release, confirmed }) =>
        confirmed ? `${release}: confermato` : `${release}: era già confermato, niente da fare`,
      ),
    )
  })
}

/** What is left to confirm of them; throws where one of them cannot be. */
async function preparedAmong(db: Executor, publicIds: readonly string[]): Promise<RegisteredRelease[]> {
  const releases = new Map((await releasesNamed(db, publicIds)).map((row) => [row.public_id, row]))
  const faults = publicIds.flatMap((publicId) => faultOf(publicId, releases.get(publicId)) ?? [])
  if (faults.length > 0) throw new NotConfirmable(faults)
  return [...releases.values()].filter(({ state }) => state === 'PREPARED')
}

async function confirmPrepared(trx: Executor, actor: Actor, publicIds: readonly string[]): Promise<string[]> {
  const prepared = await preparedAmong(trx, publicIds)
  const names = prepared.map(({ public_id }) => public_id)
  await nameSubject(trx, actor, names.join(' '))
  await confirmReleases(
    trx,
    actor,
    prepared.map(({ id }) => id),
  )
  return names
}

/** Why a release cannot be confirmed; undefined when it can, or is already. */
function faultOf(publicId: string, release: RegisteredRelease | undefined): string | undefined {
  if (!release) {
    return `${publicId}: non c’è un rilascio con questo numero; gli elenchi in output/releases li nominano, uno per riga`
  }
  if (release.state === 'CONFIRMED') return undefined
  if (release.state === 'WITHDRAWN') {
    return `${publicId}: è ritirato; recapito find ${publicId} dice perché`
  }
  if (release.file_name === null) {
    return `${publicId}: è su carta: si conferma da sé quando il suo lotto viene consegnato`
  }
  if (release.state === 'PREPARED') return undefined
  return `${publicId}: il suo file non è ancora pronto: prima recapito run release-certificates`
}
