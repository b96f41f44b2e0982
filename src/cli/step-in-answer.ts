/** @module What staff read after hold, release and cancel. */
import { reasonSentence } from '../batch/report/labels.ts'
import type { LostBundle, StepInPlan, SteppedIn, Unmatched } from '../batch/step-in.ts'
import { count, counted } from '../domain/counted.ts'
import type { StepInRefusal, StepInVerb } from '../domain/step-in.ts'
import type { Target } from '../store/staff-target.ts'
import { handOverTime } from './hand-over-time.ts'
import { nextLines } from './release-next.ts'

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

export function plannedLines(
  verb: StepInVerb,
  plan: StepInPlan & { readonly bundles: readonly LostBundle[] },
  lookAlikes: readonly string[],
): string[] {
  return [
    ...countLines(plan),
    ...section(TO_DO[verb], plan.act.map(describe)),
    ...plan.bundles.map(
      (bundle) => `${bundleName(bundle)}: sarebbe annullato e il suo PDF distrutto.${others(bundle)}`,
    ),
    ...(verb === 'release' ? releasedLines(plan.act) : []),
    ...otherLines(verb, plan, lookAlikes),
  ]
}

export function stepInLines(verb: StepInVerb, done: SteppedIn, lookAlikes: readonly string[]): string[] {
  const isKept = ({ isDeceased }: Target) => verb === 'release' && isDeceased
  const dead = done.act.filter(isKept)
  return [
    ...countLines(done),
    ...section(DONE[verb], done.act.filter((target) => !isKept(target)).map(describe)),
    ...section('Liberate, ma restano ferme perché la persona risulta deceduta', dead.map(describe)),
    ...section(
      'Restano ferme delle stesse persone (si liberano con recapito release --person o --request)',
      done.stillHeld.map(describe),
    ),
    ...bundleLines(done),
    ...(verb === 'release' ? releasedLines(done.act) : []),
    ...(verb === 'cancel' ? cancelledLines(done.act) : []),
    ...otherLines(verb, done, lookAlikes),
  ]
}

/** The count comes first: it is what tells a slip from what was meant. */
function countLines({ act, already, refused }: StepInPlan): string[] {
  const concerned = [...act, ...already, ...refused.map(({ target }) => target)]
  const letters = concerned.filter(({ table }) => table === 'letter').length
  const toPecs = concerned.filter(({ table }) => table === 'certificate').length
  const released = concerned.filter(({ table }) => table === 'certificate_release').length
  const requests = concerned.length - letters - toPecs - released
  const parts = [
    ...(letters > 0 ? [counted(letters, 'lettera', 'lettere')] : []),
    ...(requests > 0 ? [counted(requests, 'richiesta senza lettera', 'richieste senza lettera')] : []),
    ...(toPecs > 0 ? [counted(toPecs, 'certificazione per PEC', 'certificazioni per PEC')] : []),
    ...(released > 0 ? [counted(released, 'rilascio già fatto', 'rilasci già fatti')] : []),
  ]
  return [
    parts.length === 0 ? 'Non riguarda nessuna lettera né richiesta.' : `Riguarda ${parts.join(' e ')}.`,
  ]
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

function describe(target: Target): string {
  const { bundle } = target
  return [...namesOf(target), ...(bundle === null ? [] : [`lotto ${bundle}`])]
    .filter((part) => part !== '')
    .join(' · ')
}

function namesOf({ table, name, about, person, requestKey, country, incomeYear }: Target): string[] {
  const what = about === 'PIN' ? 'PIN' : 'certificazione'
  switch (table) {
    case 'letter':
      return [`lettera ${name}`, what, person, `richiesta ${requestKey}`, country]
    case 'certificate':
      return [`certificazione ${incomeYear} per PEC`, person, `riga ${name}`]
    case 'certificate_release':
      return [`rilascio ${name}`, `certificazione ${incomeYear}`, person]
    default:
      return [`richiesta ${name}`, what, person, country]
  }
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
      return ['letter', 'certificate_release'].includes(target.table)
        ? 'era già stata ritirata, non parte'
        : 'la richiesta è già chiusa'
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

export function handedOver({ table, handedOverAt, state }: Target): string {
  const day = handedOverAt === null ? '' : ` ${handOverTime(handedOverAt)}`
  if (table === 'certificate_release') {
    const rest =
      state === 'CONFIRMED' ? ' e confermata' : '; se il file non è ancora partito, avvisare chi lo spedisce'
    return `rilasciata come file${day}${rest}`
  }
  const confirmed = state === 'acknowledged' ? ', che ne ha confermato la ricezione' : ''
  return `consegnata al postalizzatore${day}${confirmed}`
}

function unmatchedLine(verb: StepInVerb, { what, name, left }: Unmatched): string {
  switch (what) {
    case 'letter':
      return `lettera ${name}: il registro non la conosce; controllare il numero stampato sulla lettera`
    case 'request':
      return `richiesta ${name}: il registro non la conosce; il numero si legge in held.csv e call-list.csv nel rapporto`
    case 'country':
      return `Paese ${name}: nessuna lettera ${verb === 'release' ? 'ferma' : 'ancora qui'}, nessuna richiesta aperta`
    case 'person': {
      const newest = left?.table === 'letter' ? 'l’ultima lettera,' : 'l’ultima certificazione, rilascio'
      const last = left === undefined ? '' : `; ${newest} ${left.name}, è stata ${handedOver(left)}`
      const none =
        verb === 'release' ? 'non ha nulla di fermo' : 'non ha lettere ancora qui né richieste aperte'
      return `${name}: ${none}${last}`
    }
  }
}

function bundleLines({ bundles }: SteppedIn): string[] {
  return bundles.map((bundle) =>
    bundle.isCancelled
      ? `${bundleName(bundle)}: è annullato e il suo PDF distrutto.${others(bundle)}`
      : `${bundleName(bundle)}: non può più uscire così. È in corso un altro lavoro: la prossima stampa o consegna lo annulla e ne distrugge il PDF.${others(bundle)}`,
  )
}

function bundleName({ name, letters }: LostBundle): string {
  return `Il lotto ${name}, ${counted(letters, 'lettera', 'lettere')}`
}

function others({ letters, lost }: LostBundle): string {
  if (letters <= lost) return ''
  const rest = letters - lost === 1 ? 'L’altra lettera va' : 'Le altre lettere vanno'
  return ` ${rest} in un lotto nuovo, che lo nomina, con la prossima stampa o consegna.`
}

/** Of who died meanwhile nothing goes. */
function releasedLines(released: readonly Target[]): string[] {
  const lines = nextLines(released.filter(({ isDeceased }) => !isDeceased))
  return lines.length === 0 ? [] : ['Come proseguono:', ...lines]
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
    ...(cancelled.some(({ table }) => table === 'certificate')
      ? [
          'La certificazione annullata non parte più per PEC. Resta in archivio per chi la chiede; una versione più recente parte da sola.',
        ]
      : []),
  ]
}

function section(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const rest = rows.length - SHOWN
  return [
    `${title} (${count(rows.length)}):`,
    ...rows.slice(0, SHOWN).map((row) => `  ${row}`),
    ...(rest > 0
      ? [`  … e ${rest === 1 ? 'un’altra' : `altre ${count(rest)}`}: si vedono tutte con --json`]
      : []),
  ]
}
