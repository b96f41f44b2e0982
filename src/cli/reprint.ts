/** @module `recapito reprint`: another copy of certificates that left; of a PIN, how to get a new one. */
import type { Flags } from '../config.ts'
import { count, counted } from '../domain/counted.ts'
import { decideReprint, type ReprintRefusal } from '../domain/reprint.ts'
import { reprintKey, writeReprintFeed } from '../feeds/reprint-feed.ts'
import { manualAct } from '../store/manual-act.ts'
import { type AnsweredLetter, answeredLetters } from '../store/sent-letter.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { handOverTime } from './hand-over-time.ts'
import { nearPath } from './near-path.ts'
import { withApp } from './session.ts'
import { namedBy } from './step-in-names.ts'

export interface ReprintOptions extends ByHand {
  readonly letter?: readonly string[]
  readonly list?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Letters that were named and are not printed again (exit 2). */
class NotReprinted extends Error {
  readonly exitCode = 2
  constructor(refused: number) {
    super(
      refused === 1
        ? 'una delle voci indicate non si ristampa: la risposta dice che cosa fare'
        : `${counted(refused, 'voce', 'voci')} tra quelle indicate non si ristampano: la risposta dice che cosa fare`,
    )
    this.name = 'NotReprinted'
  }
}

export async function reprintCommand(flags: Flags, options: ReprintOptions): Promise<void> {
  const { letterIds, people } = await namedBy(options, '--letter o --list')
  await withApp(flags, { mustExist: true }, async ({ app }) => {
    const letters = await answeredLetters(app.store.db, letterIds)
    const again = letters.filter((letter) => decideReprint(letter) === 'DUPLICATE')
    const act = {
      ...actOf(app, 'reprint', options),
      subject: again.map(({ public_id }) => public_id).join(' '),
    }
    const feed =
      again.length === 0 || options.dryRun
        ? undefined
        : await manualAct(app.store, act, async (_, { runId }) => runId).then((id) =>
            writeReprintFeed(
              app.files,
              app.folders.inbox,
              { ...act, id },
              again,
              app.settings.feeds.encoding,
            ),
          )
    const refused = [
      ...letters.flatMap((letter) => {
        const why = decideReprint(letter)
        return why === 'DUPLICATE' ? [] : [{ letter: letter.public_id, why, reason: refusal(letter, why) }]
      }),
      ...letterIds
        .filter((id) => !letters.some(({ public_id }) => public_id === id))
        .map((letter) => ({
          letter,
          why: 'UNKNOWN',
          reason: 'il registro non la conosce; controllare il numero stampato sulla lettera',
        })),
      ...people.map(() => ({
        letter: '',
        why: 'NO_LETTER',
        reason:
          'l’elenco nomina anche persone: per la ristampa servono i numeri delle lettere (find li mostra)',
      })),
    ]
    const reprinted = again.map((letter) => ({
      letter: letter.public_id,
      request: reprintKey(letter, act.on),
      incomeYears: letter.yearsInForce,
    }))
    answer(options.json, { dryRun: options.dryRun === true, reprinted, refused, feed }, [
      `Riguarda ${counted(letterIds.length, 'lettera', 'lettere')}: ${again.length === 0 ? 'nessuna' : count(again.length)} da ristampare.`,
      ...reprinted.map(
        ({ letter, request, incomeYears }) =>
          `  lettera ${letter}: duplicato ${incomeYears.length === 1 ? 'della certificazione' : 'delle certificazioni'} ${incomeYears.join(', ')}, con la richiesta ${request}`,
      ),
      ...(feed === undefined
        ? []
        : [
            `Il flusso ${nearPath(feed)} entra con la prossima acquisizione; la notte registra i duplicati, uguali byte per byte`,
            'ai primi, e li stampa. Vanno all’indirizzo che è oggi in archivio; quelli degli eredi, al loro.',
          ]),
      ...refused.map(({ letter, reason }) =>
        letter === '' ? `  ${reason}` : `  lettera ${letter}: ${reason}`,
      ),
      ...(options.dryRun ? ['Prova soltanto: non è stato cambiato nulla.'] : []),
    ])
    if (refused.length > 0 && !options.dryRun) throw new NotReprinted(refused.length)
  })
}

/** Why not, and the next step. */
function refusal({ handed_over_at }: AnsweredLetter, why: ReprintRefusal): string {
  const left = handed_over_at === null ? '' : ` (consegnata ${handOverTime(handed_over_at)})`
  switch (why) {
    case 'NOT_LEFT':
      return 'non è ancora partita; che cosa la attende lo dice recapito find. Se non deve partire così, fermarla (recapito hold) o annullarla (recapito cancel)'
    case 'WITHDRAWN':
      return 'è stata ritirata prima della consegna e non parte più: serve una nuova richiesta'
    case 'NEW_PIN':
      return (
        `una lettera con un PIN non si ristampa mai con lo stesso codice${left}: potrebbe essere in mano ad altri. ` +
        'Far presentare alla persona una nuova richiesta di PIN (sito, Contact Center, sportello): la notte che la acquisisce revoca ' +
        'questo codice e ne spedisce uno nuovo, in due parti come il primo'
      )
    case 'PIN_IN_USE':
      return 'la persona ha già usato questo PIN: non c’è nulla da ristampare. Se l’ha perduto, chieda il ripristino; se è in mano ad altri, la revoca (evento REVOKED) e poi una nuova richiesta'
    case 'NOT_IN_FORCE':
      return 'le sue certificazioni sono state rettificate, annullate o sospese: non se ne fanno copie. La rettifica parte da sola'
  }
}
