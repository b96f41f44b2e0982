/** @module The part of the page that tells what happened: jobs, feeds, letters, bundles, and where everything stands. */
import { count, counted } from '../../domain/counted.ts'
import { slotLabel } from '../slot.ts'
import { type Html, html } from './html.ts'
import {
  BUNDLE_LABELS,
  CREDENTIAL_LABELS,
  countedAs,
  FEED_KIND_LABELS,
  FEED_STATE_LABELS,
  JOB_LABELS,
  LETTER_LABELS,
  labelOf,
  languageLabel,
  PIN_EVENT_LABELS,
  productLabel,
  REQUEST_LABELS,
  RUN_STATE_LABELS,
} from './labels.ts'
import { codesTable, dateOrDash, duration, matrix, table, timeOfDay, totalsTable } from './page-parts.ts'
import type { LetterLanguages, Report } from './report.ts'

export function jobsSection(report: Report): Html {
  const rows = report.runs.map((run) => {
    const counts = Object.entries(run.counts).filter(([, n]) => n > 0)
    const done = counts.map(([name, n]) => countedAs(name, n)).join(' · ')
    const bad = run.state !== 'completed' && !run.retried
    const mark = run.state === 'completed' ? 'good' : bad ? 'bad' : 'care'
    return {
      cells: [
        html`${labelOf(JOB_LABELS, run.job)}${run.slot === report.slot ? '' : html`<span class="sub">${slotLabel(run.slot)}</span>`}`,
        html`<span class="mark ${mark}">${labelOf(RUN_STATE_LABELS, run.state)}</span>
${run.attempt > 1 ? html`<span class="sub">tentativo ${run.attempt}</span>` : ''}${run.error === null ? '' : html`<span class="sub code">${run.error}</span>`}`,
        done === '' ? html`<span class="nothing">niente da fare</span>` : done,
        timeOfDay(run.startedAt),
        run.durationMs === null ? '–' : duration(run.durationMs),
      ],
      bad,
    }
  })
  return html`<section aria-labelledby="jobs"><h2 id="jobs">Che cosa è successo</h2>
${
  rows.length === 0
    ? html`<p class="nothing">Nessun altro lavoro è stato eseguito per questa data.</p>`
    : table(
        'Lavori eseguiti',
        [
          { title: 'Lavoro' },
          { title: 'Stato' },
          { title: 'Risultato' },
          { title: 'Inizio', kind: 'number' },
          { title: 'Durata', kind: 'number' },
        ],
        rows,
        ['In tutto', '', '', '', duration(report.runs.reduce((sum, run) => sum + (run.durationMs ?? 0), 0))],
      )
}</section>`
}

export function feedsSection({ feeds, rejections, refusals, warnings }: Report): Html {
  if (feeds.length === 0) {
    return html`<section aria-labelledby="feeds"><h2 id="feeds">Flussi ricevuti</h2><p class="nothing">Nessun flusso è arrivato in questa data.</p></section>`
  }
  const number = (n: number | null) => (n === null ? '–' : count(n))
  const sum = (pick: (feed: Report['feeds'][number]) => number | null) =>
    count(feeds.reduce((all, feed) => all + (pick(feed) ?? 0), 0))
  return html`<section aria-labelledby="feeds"><h2 id="feeds">Flussi ricevuti</h2>
${table(
  'File e righe',
  [
    { title: 'File' },
    { title: 'Esito' },
    { title: 'Righe', kind: 'number' },
    { title: 'Entrate', kind: 'number' },
    { title: 'Respinte', kind: 'number' },
    { title: 'Ripetute', kind: 'number' },
  ],
  feeds.map((feed) => ({
    cells: [
      html`<span class="name">${feed.file}</span><span class="sub hash">${feed.sha256}</span>`,
      html`${labelOf(FEED_STATE_LABELS, feed.state)}<span class="sub">${feed.sentence ?? labelOf(FEED_KIND_LABELS, feed.kind)}${
        feed.state === 'refused' ? html` Particolari in <a href="rejected.csv">rejected.csv</a>.` : ''
      }</span>`,
      number(feed.rows),
      number(feed.entered),
      number(feed.rejected),
      number(feed.repeated),
    ],
    bad: feed.state === 'refused',
  })),
  [
    'In tutto',
    '',
    sum((feed) => feed.rows),
    sum((feed) => feed.entered),
    sum((feed) => feed.rejected),
    sum((feed) => feed.repeated),
  ],
)}
${codesTable('Righe respinte o ripetute, per motivo', rejections)}
${codesTable('Richieste respinte dopo l’acquisizione', refusals)}
${codesTable('Avvisi su richieste di PIN accettate', warnings)}</section>`
}

export function lettersSection({ letters, letterLanguages, messages }: Report): Html {
  return html`<section aria-labelledby="letters"><h2 id="letters">Messaggi e lettere</h2><div class="pair">
${matrix('Lettere per prodotto e stato', 'Prodotto', letters, productLabel, (state) => labelOf(LETTER_LABELS, state))}
${matrix('Prime parti per canale', 'Canale', messages, channelLabel, (state) => labelOf(MESSAGE_LABELS, state))}
${languagesTable(letterLanguages)}</div>
${fallBacks(letterLanguages)}</section>`
}

function languagesTable({ printed }: LetterLanguages): Html | string {
  const rows = Object.entries(printed).map(([codes, n]) => ({ cells: [languageLabel(codes), count(n)] }))
  if (rows.length === 0) return ''
  const columns = [{ title: 'Lingua' }, { title: 'Quante', kind: 'number' }] as const
  const sum = Object.values(printed).reduce((all, n) => all + n, 0)
  return table('Lettere nei lotti di oggi, per lingua', columns, rows, ['In tutto', count(sum)])
}

function fallBacks({ fellBackFrom }: LetterLanguages): Html[] {
  return Object.entries(fellBackFrom).map(
    ([language, n]) =>
      html`<p><span class="mark care">${counted(n, 'lettera stampata', 'lettere stampate')} in italiano</span> perché il testo in
${languageLabel(language)} manca o è ancora una bozza.</p>`,
  )
}

const MESSAGE_LABELS = { planned: 'da inviare', sent: 'inviate', cancelled: 'annullate' }

function channelLabel(channel: string): string {
  return channel === 'EMAIL' ? 'E-mail' : channel
}

export function bundlesSection({ bundles }: Report): Html {
  const rows = bundles.map((bundle) => ({
    cells: [
      html`<span class="name">${bundle.name}</span>
${bundle.manifestSha256 === null ? '' : html`<span class="sub hash">${bundle.manifestSha256}</span>`}
${bundle.replaces === null ? '' : html`<span class="sub">prende il posto di ${bundle.replaces}</span>`}`,
      productLabel(bundle.product),
      html`${labelOf(BUNDLE_LABELS, bundle.state)}${bundle.hold === null ? '' : html`<span class="sub mark care">${bundle.hold === 'DA_RIFARE' ? 'da rifare' : `fermo: ${bundle.hold}`}</span>`}`,
      count(bundle.letters),
      bundle.pages === null ? '–' : count(bundle.pages),
      html`${dateOrDash(bundle.postingOn)}<span class="sub">consegna ${dateOrDash(bundle.deliveredOn)}<br>conferma ${dateOrDash(bundle.acknowledgedOn)}</span>`,
    ],
  }))
  return html`<section aria-labelledby="bundles"><h2 id="bundles">Lotti</h2>
${
  rows.length === 0
    ? html`<p class="nothing">Nessun lotto fatto, mosso o in attesa in questa data.</p>`
    : table(
        `${counted(rows.length, 'lotto', 'lotti')}, con l’impronta SHA-256 del manifesto`,
        [
          { title: 'Lotto' },
          { title: 'Prodotto' },
          { title: 'Stato' },
          { title: 'Lettere', kind: 'number' },
          { title: 'Pagine', kind: 'number' },
          { title: 'Postalizzazione', kind: 'date' },
        ],
        rows,
      )
}</section>`
}

export function standingSection({ requests, credentials, pinEvents }: Report): Html {
  return html`<section aria-labelledby="standing"><h2 id="standing">Tutto il registro, per stato</h2><div class="pair">
${totalsTable('Richieste', requests, (state) => labelOf(REQUEST_LABELS, state))}
${totalsTable('PIN', credentials, (state) => labelOf(CREDENTIAL_LABELS, state))}
${totalsTable('Eventi', pinEvents, (state) => labelOf(PIN_EVENT_LABELS, state))}</div></section>`
}
