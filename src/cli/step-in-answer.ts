/** @module What staff read after hold, release and cancel. */
import { reasonSentence } from '../batch/report/labels.ts'
import type { StepInPlan, SteppedIn, Unmatched } from '../batch/step-in.ts'
import type { StepInRefusal, StepInVerb } from '../domain/step-in.ts'
import type { Target } from '../store/staff-target.ts'
import { counted } from '../batch/report/page-parts.ts'
import { handOverTime } from './hand-over-time.ts'

/** Rows that a terminal shows of each list; `--json` has all. */
const SHOWN = 40

const DONE: Readonly<Record<StepInVerb, string>> = {
  hold: 'Fermate',
  release: 'Liberate',
  cancel: 'Annullate',
}
const TO_DO: Readonly<Record<StepInVerb, string>> = {
  hold: 'Da fermare',
  release: 'Da liberare',
  cancel: 'Da annullare',
}
const ALREADY: Readonly<Record<StepInVerb, string>> = {
  hold: 'Erano già ferme',
  release: 'Erano già libere',
  cancel: 'Erano già annullate o ritirate',
}
const NOT_DONE: Readonly<Record<StepInVerb, string>> = {
  hold: 'Non fermate',
  release: 'Non liberate',
  cancel: 'Non annullate',
}
const TOO_LATE: Readonly<Record<StepInVerb, string>> = {
  hold: 'non si può più fermare',
  release: 'non c’è nulla da liberare',
  cancel: 'non si può più annullare',
}

export function plannedLines(verb: StepInVerb, plan: StepInPlan, lookAlikes: readonly string[]): string[] {
  return [
    ...countLines(plan),
    ...section(TO_DO[verb], plan.act.map(describe)),
    ...otherLines(verb, plan, lookAlikes),
  ]
}

export function stepInLines(verb: StepInVerb, done: SteppedIn, lookAlikes: readonly string[]): string[] {
  const dead = verb === 'release' ? done.act.filter(({ isDeceased }) => isDeceased) : []
  return [
    ...countLines(done),
    ...section(DONE[verb], done.act.filter((target) => !dead.includes(target)).map(describe)),
    ...section('Liberate, ma restano ferme perché la persona risulta deceduta', dead.map(describe)),
    ...section(
      'Restano ferme delle stesse persone, fino a release --person o --request',
      done.stillHeld.map(describe),
    ),
    ...bundleLines(done),
    ...(verb === 'cancel' ? cancelledLines(done.act) : []),
    ...otherLines(verb, done, lookAlikes),
  ]
}

/** The count comes first: it is what tells a slip from what was meant. */
function countLines({ act, already, refused }: StepInPlan): string[] {
  const concerned = [...act, ...already, ...refused.map(({ target }) => target)]
  const letters = concerned.filter(({ table }) => table === 'letter').length
  const requests = concerned.length - letters
  const parts = [
    ...(letters > 0 ? [counted(letters, 'lettera', 'lettere')] : []),
    ...(requests > 0 ? [counted(requests, 'richiesta senza lettera', 'richieste senza lettera')] : []),
  ]
  return [`Riguarda ${parts.join(' e ') || 'nessuna lettera e nessuna richiesta'}.`]
}

function otherLines(
  verb: StepInVerb,
  { already, refused, unmatched }: StepInPlan,
  lookAlikes: readonly string[],
): string[] {
  return [
    ...section(ALREADY[verb], already.map(describe)),
    ...section(
      NOT_DONE[verb],
      refused.map((one) => `${describe(one.target)}: ${refusedLines(verb, one)}`),
    ),
    ...section(
      'Non trovate',
      unmatched.map((one) => unmatchedLine(verb, one)),
    ),
    ...lookAlikes.map(
      (code) =>
        `Attenzione: c’è anche ${code}, uguale a meno dell’omocodia. Può essere un’altra persona, o un codice ` +
        'precedente della stessa: non è stato toccato. Se serve, ripetere il comando per quel codice.',
    ),
  ]
}

function describe({ table, name, about, person, requestKey, country, bundle }: Target): string {
  const what = about === 'PIN' ? 'PIN' : 'certificazione'
  const parts =
    table === 'letter'
      ? [`lettera ${name}`, what, person, `richiesta ${requestKey}`, country]
      : [`richiesta ${name}`, what, person, country]
  return [...parts, ...(bundle === null ? [] : [`lotto ${bundle}`])].filter((part) => part !== '').join(' · ')
}

/** Why it was not done, and what to do instead. */
export function refusedLines(
  verb: StepInVerb,
  { target, why }: { readonly target: Target; readonly why: StepInRefusal },
): string {
  switch (why) {
    case 'LEFT':
      return `${handedOver(target)}; ${TOO_LATE[verb]}`
    case 'ENDED':
      return target.table === 'letter' ? 'era già stata ritirata, non parte' : 'la richiesta è già chiusa'
    case 'HELD_OTHERWISE':
      return verb === 'hold'
        ? `è già ferma per un altro motivo, e finché dura non parte. ${wayOut(target)}`
        : `non l’ha fermata il personale. ${wayOut(target)}`
    case 'NOT_HELD':
      return 'non è ferma, non c’è nulla da liberare'
    case 'PIN_IN_USE':
      return 'il PIN è già stato usato: non si annulla la richiesta. Se il PIN non deve più valere serve una revoca (evento REVOKED)'
  }
}

function wayOut({ hold, holdDetail }: Target): string {
  return reasonSentence(hold ?? '', '', holdDetail ?? '')
}

export function handedOver({ handedOverAt, state }: Target): string {
  const day = handedOverAt === null ? '' : ` ${handOverTime(handedOverAt)}`
  const confirmed = state === 'acknowledged' ? ', che ne ha confermato la ricezione' : ''
  return `consegnata al postalizzatore${day}${confirmed}`
}

function unmatchedLine(verb: StepInVerb, { what, name, left }: Unmatched): string {
  switch (what) {
    case 'letter':
      return `lettera ${name}: il registro non la conosce; controllare il numero stampato sulla lettera`
    case 'request':
      return `richiesta ${name}: il registro non la conosce; il numero è nella prima colonna degli elenchi del rapporto`
    case 'country':
      return `Paese ${name}: nessuna lettera ${verb === 'release' ? 'ferma' : 'ancora qui'}, nessuna richiesta aperta`
    case 'person': {
      const last = left === undefined ? '' : `; l’ultima lettera, ${left.name}, è stata ${handedOver(left)}`
      const none =
        verb === 'release' ? 'non ha nulla di fermo' : 'non ha lettere ancora qui né richieste aperte'
      return `${name}: ${none}${last}`
    }
  }
}

function bundleLines({ bundles }: SteppedIn): string[] {
  return bundles.map(({ name, isCancelled }) =>
    isCancelled
      ? `Il lotto ${name} è annullato e il suo PDF distrutto. Le altre lettere vanno in un lotto nuovo, che lo nomina, con la prossima stampa o consegna.`
      : `Il lotto ${name} non può più uscire così: è in corso un altro lavoro, e la prossima stampa o consegna lo annulla, ne distrugge il PDF e rifà le altre lettere.`,
  )
}

function cancelledLines(cancelled: readonly Target[]): string[] {
  const told = cancelled.filter(({ about, isFirstHalfSent }) => about === 'PIN' && isFirstHalfSent)
  const untold = cancelled.filter(({ about, isFirstHalfSent }) => about === 'PIN' && !isFirstHalfSent)
  return [
    ...(told.length === 0
      ? []
      : [
          `Per ${counted(told.length, 'PIN', 'PIN')} la prima parte era già stata inviata: avvisare ` +
            `${told.length === 1 ? 'la persona' : 'le persone'} che il codice non vale più e che, se serve, occorre una nuova richiesta.`,
        ]),
    ...(untold.length === 0
      ? []
      : [`Per ${counted(untold.length, 'PIN', 'PIN')} non era ancora stato inviato nulla.`]),
  ]
}

function section(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const rest = rows.length - SHOWN
  return [
    `${title} (${rows.length}):`,
    ...rows.slice(0, SHOWN).map((row) => `  ${row}`),
    ...(rest > 0 ? [`  … e altre ${rest}: si vedono tutte con --json`] : []),
  ]
}
