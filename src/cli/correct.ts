/** @module `recapito correct`: puts a request or a letter right by hand, as long as it has not left the building. */
import type { App } from '../app.ts'
import { heldSentence, reasonSentence } from '../batch/report/labels.ts'
import type { Flags } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { emailAddress } from '../domain/contacts.ts'
import { fieldLabel, foundIn, sentenceOf } from '../domain/finding-texts.ts'
import { withOverrides } from '../domain/parameters.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import { CORRECTABLE_COLUMNS } from '../feeds/columns.ts'
import { type Corrected, type Correction, correctRequest } from '../feeds/correct-request.ts'
import { loadGazetteer } from '../feeds/gazetteer.ts'
import type { EventRules } from '../feeds/pin-event-changes.ts'
import { recordCorrections, replaceCertificatePec } from '../store/correction.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { manualAct } from '../store/manual-act.ts'
import type { Target } from '../store/staff-target.ts'
import { targetsNamed } from '../store/targets-named.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { nextJob } from './release-next.ts'
import { withApp } from './session.ts'
import { handedOver } from './step-in-answer.ts'
import { jobLabel } from './story/now-pin.ts'
import { WrongArguments } from './wrong-arguments.ts'

/** Why it was not corrected, and what to do instead (exit 2). Nothing was changed. */
class NotCorrected extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'NotCorrected'
  }
}

export type CorrectOptions = ByHand & { readonly json?: boolean } & Readonly<Record<string, unknown>>

export async function correctCommand(flags: Flags, named: string, options: CorrectOptions): Promise<void> {
  const correction = correctionIn(options)
  await withApp(flags, { mustExist: true, quiet: options.json === true }, async ({ app }) => {
    const { data, lines } = await correct(app, named.trim(), correction, options)
    answer(options.json, data, lines)
  })
}

/** Options by feed column; commander writes `--po-box` as `poBox` and `--address-line-1` as `addressLine1`. */
function correctionIn(options: CorrectOptions): Correction {
  const given = CORRECTABLE_COLUMNS.flatMap((column) => {
    const value = options[column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())]
    return typeof value === 'string' ? [[column, value]] : []
  })
  if (given.length === 0) {
    throw new WrongArguments([
      'manca che cosa correggere: --civic, --cap, --email, --postal-name … (recapito correct --help)',
    ])
  }
  return Object.fromEntries(given)
}

/** One act: all of it is written, with before and after, or nothing. */
export async function correct(
  app: Pick<App, 'store' | 'settings' | 'test' | 'now'>,
  named: string,
  correction: Correction,
  by: ByHand,
): Promise<{ data: unknown; lines: string[] }> {
  const { settings, test } = app
  const rules = {
    gazetteer: await loadGazetteer(settings.places.file === '' ? undefined : settings.places.file),
    parameter: withOverrides(settings.parameters),
    test,
  }
  const act = { ...actOf(app, 'correct', by), subject: named }
  return manualAct(app.store, act, async (trx, actor) => {
    const target = await targetOf(trx, named)
    return target.about === 'PIN'
      ? correctPin(trx, actor, rules, target, correction)
      : correctCertificate(trx, actor, target, correction)
  })
}

/** What was named, if it is still here: of a request with several letters the one that has not left. */
async function targetOf(trx: Executor, named: string): Promise<Target> {
  const found = await targetsNamed(trx, {
    letterIds: [named.toUpperCase()],
    requestKeys: [named],
    people: [],
    countries: [],
  })
  const targets = found.filter(({ table }) => table !== 'certificate' && table !== 'certificate_release')
  const here = targets.findLast(({ place }) => place === 'HERE')
  if (here) return here
  const left = targets.findLast(({ place }) => place === 'LEFT')
  if (left) {
    throw new NotCorrected(
      `La lettera ${left.name} è stata ${handedOver(left)}: non si può più correggere. ` +
        (left.about === 'PIN'
          ? 'Se non arriva, la persona presenti una nuova richiesta: riceverà un nuovo PIN.'
          : `Se non arriva, se ne manda un duplicato: recapito reprint --letter ${left.name} --reason "…".`),
    )
  }
  const [ended] = targets
  throw new NotCorrected(
    ended
      ? `${ended.name}: la richiesta ${ended.requestKey} è già chiusa e non si può più correggere. Se serve ancora, presentare una nuova richiesta.`
      : `${named}: non c’è una lettera né una richiesta da correggere con questo numero. Si cerca con: recapito find "<nome o codice fiscale>".`,
  )
}

async function correctPin(
  trx: Executor,
  actor: Actor,
  rules: EventRules,
  target: Target,
  correction: Correction,
) {
  const { requestKey } = target
  const done = await correctRequest(trx, actor, rules, requestKey, correction)
  if (!done.ok) throw new NotCorrected(refusal(done))
  if (done.changed.length === 0) {
    throw new NotCorrected(
      `Richiesta ${requestKey}: i valori indicati sono quelli che ha già, niente da correggere.`,
    )
  }
  const letter = target.table === 'letter' ? target.name : null
  return {
    data: { request: requestKey, letter, ...done },
    lines: [
      `Richiesta ${requestKey} corretta.`,
      ...done.changed.map(({ field, before, after }) => `  ${fieldLabel(field)}: «${before}» → «${after}»`),
      ...done.warnings.map((warning) => `  Attenzione: ${sentenceOf(warning)}`),
      ...(done.lines.length > 0 ? [`  Sulla busta: ${done.lines.join(' / ')}`] : []),
      whatNow(done, target),
    ],
  }
}

function refusal(done: Exclude<Corrected, { ok: true }>): string {
  if (done.findings) {
    return [
      'Non è stato corretto nulla, perché così non va. Correggere e ripetere il comando:',
      ...done.findings.map((finding) => `  ${foundIn(finding)}`),
    ].join('\n')
  }
  return done.sentOn === null
    ? 'La prima parte del PIN sta partendo: riprovare dopo l’invio delle prime parti. Non è stato corretto nulla.'
    : `La prima parte del PIN è già stata inviata il ${italianDate(done.sentOn)}: il recapito non si può più correggere. Se non è arrivata, la persona presenti una nuova richiesta. Non è stato corretto nulla.`
}

function whatNow({ holdBefore, hold }: Extract<Corrected, { ok: true }>, target: Target): string {
  const { table, name, bundle, hold: targetHold, holdDetail } = target
  if (hold) {
    const detail = hold.detail ?? (hold.code === targetHold ? holdDetail : null)
    return `Resta sospesa. ${heldSentence('request', hold.code, hold.field, detail ?? '')}`
  }
  if (table === 'letter') {
    if (targetHold === STAFF_HOLD || targetHold === 'DECEDUTO') {
      return `La lettera ${name} resta sospesa. ${reasonSentence(targetHold, '', holdDetail ?? '')}`
    }
    const job = nextJob(target)
    const taken =
      job === 'hand-over'
        ? `la riprende la prossima ${jobLabel(job)}, in un lotto nuovo`
        : `la stampa ${jobLabel(job ?? '')}, al più tardi la prossima notte`
    return bundle === null
      ? `La lettera ${name} parte con i nuovi valori: ${taken}.`
      : `La lettera ${name} parte con i nuovi valori. Il lotto ${bundle}, che l’aveva com’era, è rifatto con la prossima stampa o consegna.`
  }
  const job = nextJob(target)
  const next =
    job === undefined
      ? 'la richiesta resta nella lista delle persone da richiamare'
      : `la riprende ${jobLabel(job)}, al più tardi la prossima notte`
  return holdBefore === null ? `I nuovi valori valgono da ora: ${next}.` : `Non è più sospesa: ${next}.`
}

const ARCHIVE_ONLY =
  'non si corregge così. Le certificazioni su carta si spediscono solo all’indirizzo in archivio, e dicono ciò che dicono i dati: far correggere l’archivio, che lo comunica con il prossimo flusso certificate-data, poi ripresentare la richiesta con lo stesso numero.'

/** Of a request for certificates only the PEC is the requester's own; all else is the archive's. */
async function correctCertificate(trx: Executor, actor: Actor, target: Target, correction: Correction) {
  const { pec, ...others } = correction
  if (pec === undefined || Object.keys(others).length > 0 || target.table !== 'certificate_request') {
    throw new NotCorrected(`${target.name} ${ARCHIVE_ONLY}`)
  }
  const after = emailAddress(pec.trim())
  if (after === '') throw new NotCorrected(`${target.name}: «${pec}» non è un indirizzo PEC valido.`)
  const before = await replaceCertificatePec(trx, target.id, after)
  const change = `${fieldLabel('pec')} «${before}» → «${after}»`
  await recordCorrections(trx, actor, 'certificate_request', target.id, [change])
  const changed = [{ field: 'pec', before, after }]
  const lines = [`Richiesta ${target.name} corretta.`, `  ${change}`]
  const waits = target.hold !== null && target.hold !== 'PEC_MANCANTE'
  return {
    data: { request: target.name, letter: null, ok: true, changed },
    lines: [
      ...lines,
      waits
        ? `Resta sospesa. ${heldSentence('certificate_request', target.hold ?? '', '', target.holdDetail ?? '')}`
        : 'La lavora la prossima esecuzione di «Rilascio delle certificazioni».',
    ],
  }
}
