/** @module What `status` says to do next, each thing with its command or its list. */
import { meaningOf } from '../batch/failure-meanings.ts'
import { JOB_LABELS, labelOf } from '../batch/report/labels.ts'
import { resumeCommand } from '../batch/resume-command.ts'
import { counted } from '../domain/counted.ts'
import type { Bundle } from '../store/bundle.ts'
import type { Overview } from '../store/overview.ts'
import type { Run } from '../store/run.ts'

export interface Standing {
  readonly counts: Overview
  readonly runs: readonly Run[]
  /** Bundles that the vendor has not acknowledged. */
  readonly delivered: readonly Bundle[]
  /** What bundles with faults and bundles without approval wait for. */
  readonly bundleSteps: readonly string[]
  /** Where the lists of releases are. */
  readonly releases: string
}

const SHOWN = 5
const HELD_LIST = 'si veda held.csv nel rapporto'

export function nextSteps({ counts, runs, delivered, bundleSteps, releases }: Standing): string[] {
  const { requests, bundles, lettersToPrint } = counts
  const steps = [
    ...runs.flatMap(runSteps),
    ...bundleSteps,
    ...heldSteps(counts),
    ...step(
      lettersToPrint['PIN_HALF2'],
      'stampare',
      ['lettera con PIN', 'lettere con PIN'],
      ': recapito run print-pin-letters',
    ),
    ...certificateSteps(counts, releases),
    ...step(
      requests['CALLBACK'],
      'telefonare a',
      ['persona', 'persone'],
      ': si veda call-list.csv nel rapporto',
    ),
    ...step(
      bundles['published'],
      'consegnare',
      ['lotto', 'lotti'],
      ': recapito run hand-over, in un giorno lavorativo',
    ),
    ...delivered
      .slice(0, SHOWN)
      .map(({ name }) => `  quando il postalizzatore ha il lotto: recapito acknowledge ${name}`),
    ...step(delivered.length - SHOWN, '… e', ['altro lotto', 'altri lotti'], ' da confermare'),
  ]
  return steps.length > 0 ? steps : ['  niente: tutto è in ordine']
}

/** None for none. */
function step(
  n = 0,
  verb: string,
  [one, many]: readonly [one: string, many: string],
  rest: string,
): string[] {
  return n > 0 ? [`  ${verb} ${counted(n, one, many)}${rest}`] : []
}

/** A run that failed has a cause, which is removed first. */
function runSteps(run: Run): string[] {
  const job = `«${labelOf(JOB_LABELS, run.job)}»`
  if (run.state === 'failed') {
    const { why, todo } = meaningOf(run.error)
    return [`  ${job} non è arrivato in fondo: ${why}.`, `    ${todo}: ${resumeCommand(run)}`]
  }
  return ['abandoned', 'stopped'].includes(run.state) ? [`  riprendere ${job}: ${resumeCommand(run)}`] : []
}

/** What a rule holds is to be corrected; what staff hold is theirs to let go. */
function heldSteps({ heldRequests, heldLetters, heldByStaff }: Overview): string[] {
  const wayOut = (what: string) =>
    ` dal personale: recapito release --${what} <numero> --reason "…" (o cancel); numeri e motivi sono in held.csv nel rapporto`
  return [
    ...step(
      heldRequests,
      'correggere',
      ['richiesta di PIN sospesa', 'richieste di PIN sospese'],
      `: ${HELD_LIST}`,
    ),
    ...step(heldLetters, 'correggere', ['lettera sospesa', 'lettere sospese'], `: ${HELD_LIST}`),
    ...step(
      heldByStaff.requests,
      'liberare o annullare',
      ['richiesta fermata', 'richieste fermate'],
      wayOut('request'),
    ),
    ...step(
      heldByStaff.letters,
      'liberare o annullare',
      ['lettera fermata', 'lettere fermate'],
      wayOut('letter'),
    ),
    ...step(
      heldByStaff.certificates,
      'liberare o annullare',
      ['certificazione per PEC fermata', 'certificazioni per PEC fermate'],
      wayOut('request'),
    ),
  ]
}

function certificateSteps(counts: Overview, releases: string): string[] {
  const {
    certificates,
    heldByStaff,
    heldCertificateRequests,
    missingCertificates,
    lettersToPrint,
    unconfirmedReleases,
  } = counts
  return [
    ...step(
      (certificates['HELD'] ?? 0) - heldByStaff.certificates,
      'correggere',
      ['certificazione sospesa', 'certificazioni sospese'],
      ': punto e termine sono in held.csv nel rapporto',
    ),
    ...step(
      heldCertificateRequests,
      'sistemare',
      ['richiesta di certificazione sospesa', 'richieste di certificazione sospese'],
      `: ${HELD_LIST}`,
    ),
    ...step(
      missingCertificates,
      'per',
      [
        'richiesta che aspetta anni non ancora certificati',
        'richieste che aspettano anni non ancora certificati',
      ],
      ' non occorre nulla: provvede la notte in cui arrivano i dati',
    ),
    ...step(
      lettersToPrint['CERTIFICATE'],
      'stampare',
      ['lettera con certificazioni', 'lettere con certificazioni'],
      ': recapito run print-certificates',
    ),
    ...step(
      unconfirmedReleases,
      'confermare',
      ['rilascio, quando il destinatario ha il file', 'rilasci, quando i destinatari hanno i file'],
      `: recapito certificates confirm <numero>; i numeri sono negli elenchi in ${releases}`,
    ),
  ]
}
