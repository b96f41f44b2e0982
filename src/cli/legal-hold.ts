/** @module `recapito legal-hold <codice fiscale>`: a case is pending; nothing of this person may be purged. */
import type { Flags } from '../config.ts'
import { endLegalHold, legalHoldOf, startLegalHold } from '../store/legal-hold.ts'
import { manualAct } from '../store/manual-act.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { personFault } from './person-fault.ts'
import { withApp } from './session.ts'
import { WrongArguments } from './wrong-arguments.ts'

export function legalHold(
  flags: Flags,
  typed: string,
  options: ByHand & { end?: boolean; json?: boolean },
): Promise<void> {
  const codiceFiscale = typed.trim().toUpperCase()
  const fault = personFault('legal-hold', codiceFiscale)
  if (fault !== undefined) throw new WrongArguments([fault])
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const standing = await legalHoldOf(app.store.db, codiceFiscale)
    const verb = options.end ? 'legal-hold-end' : 'legal-hold'
    const changes = options.end ? standing !== undefined : standing === undefined
    if (changes) {
      const act = { ...actOf(app, verb, options), subject: codiceFiscale }
      const { reason, by, on } = act
      await manualAct(app.store, act, (trx) =>
        options.end
          ? endLegalHold(trx, codiceFiscale)
          : startLegalHold(trx, { codice_fiscale: codiceFiscale, reason, by_whom: by, since: on }),
      )
    }
    const sentence = options.end ? ENDED[`${changes}`] : STARTED[`${changes}`]
    answer(options.json, { codiceFiscale, held: !options.end, changed: changes }, [
      `${codiceFiscale}: ${sentence}`,
    ])
  })
}

const STARTED = {
  true: 'da ora nulla di questa persona viene eliminato. Per tornare alle scadenze ordinarie: recapito legal-hold <codice fiscale> --end --reason "…"',
  false: 'il divieto di eliminazione c’era già, niente da fare',
}
const ENDED = {
  true: 'divieto di eliminazione terminato: da ora valgono le scadenze ordinarie',
  false: 'non c’era alcun divieto di eliminazione, niente da fare',
}
