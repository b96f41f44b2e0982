/** @module The part of the page about certificates: how they stand, what is late, who asked, who got them. */
import { count, counted } from '../../domain/counted.ts'
import type { CertificateReport, CertificateYear } from './certificate-report.ts'
import { type Html, html } from './html.ts'
import {
  CERTIFICATE_REQUEST_LABELS,
  certificateChannelLabel,
  columnLabel,
  labelOf,
  RELEASE_LABELS,
} from './labels.ts'
import { codesTable, dateOrDash, euros, matrix, since, table } from './page-parts.ts'
import type { Report } from './report.ts'

export function certificatesSection({ certificates }: Report): Html {
  const { years, requests, releases, warnings } = certificates
  const parts =
    years.length === 0 && Object.keys(requests).length === 0
      ? html`<p class="nothing">Nessuna certificazione e nessuna richiesta di certificazione.</p>`
      : html`${yearsTable(years)}
${holdsTable(certificates)}
${lateTable(years)}
${codesTable('Avvisi sulle certificazioni entrate oggi', warnings)}
<div class="pair">
${matrix('Richieste per canale e stato', 'Canale', requests, certificateChannelLabel, (state) => labelOf(CERTIFICATE_REQUEST_LABELS, state))}
${matrix('Rilasci per canale e stato', 'Canale', releases, certificateChannelLabel, (state) => labelOf(RELEASE_LABELS, state))}
${missingTable(certificates)}
${unconfirmedTable(certificates)}</div>`
  return html`<section aria-labelledby="certificates"><h2 id="certificates">Certificazioni</h2>
${parts}</section>`
}

function yearsTable(years: readonly CertificateYear[]): Html | string {
  if (years.length === 0) return ''
  const columns: readonly [title: string, pick: (year: CertificateYear) => number][] = [
    ['Valide', (year) => year.ready],
    ['Sospese', (year) => year.held],
    ['Rettificate', (year) => year.corrected],
    ['Annullate', (year) => year.annulled],
    ['Annullamenti', (year) => year.annulments],
    ['Superate', (year) => year.superseded],
    ['Nuove oggi', ({ entered }) => entered.originals + entered.corrections + entered.annulments],
  ]
  return table(
    'Certificazioni per anno d’imposta',
    [
      { title: 'Anno' },
      ...columns.map(([title]) => ({ title, kind: 'number' as const })),
      { title: 'Da consegnare entro', kind: 'date' },
    ],
    years.map((year) => ({
      cells: [
        html`${year.incomeYear}<span class="sub">${year.form ?? 'nessun modello'}</span>`,
        ...columns.map(([, pick]) => count(pick(year))),
        html`${dateOrDash(year.deadline)}<span class="sub">${remaining(year.daysLeft)}</span>`,
      ],
    })),
    ['In tutto', ...columns.map(([, pick]) => count(years.reduce((sum, year) => sum + pick(year), 0))), ''],
  )
}

/** Italian for the days to a deadline. */
export function remaining(daysLeft: number | null): string {
  if (daysLeft === null) return 'termine non noto'
  if (daysLeft === 0) return 'scade oggi'
  return daysLeft > 0
    ? `${daysLeft === 1 ? 'resta' : 'restano'} ${counted(daysLeft, 'giorno', 'giorni')}`
    : `passato da ${counted(-daysLeft, 'giorno', 'giorni')}`
}

function holdsTable({ holds }: CertificateReport): Html | string {
  if (holds.length === 0) return ''
  return table(
    'Perché ci sono certificazioni sospese',
    [
      { title: 'Codice' },
      { title: 'Quante', kind: 'number' },
      { title: 'Motivo e rimedio' },
      { title: 'Punto o campo' },
      { title: 'Da consegnare entro', kind: 'date' },
    ],
    holds.map((hold) => ({
      cells: [
        html`<span class="code">${hold.code}</span><span class="sub">anno ${hold.incomeYear}</span>`,
        html`${count(hold.count)}<span class="sub">${since(hold)}</span>`,
        html`${hold.sentence}${hold.withoutValid < hold.count ? html`<span class="sub">Hanno già una certificazione valida, che resta finché questa è sospesa: ${count(hold.count - hold.withoutValid)}.</span>` : ''}`,
        columnLabel(hold.field),
        html`${dateOrDash(hold.deadline)}<span class="sub${(hold.daysLeft ?? 0) < 0 && hold.withoutValid > 0 ? ' mark bad' : ''}">${remaining(hold.daysLeft)}</span>`,
      ],
    })),
  )
}

function lateTable(years: readonly CertificateYear[]): Html | string {
  const late = years.filter(
    ({ late: { originals, corrections, held } }) => originals + corrections + held > 0,
  )
  if (late.length === 0) return ''
  const sanction = late.reduce((sum, year) => sum + year.late.sanctionCents, 0)
  return html`${table(
    'Oltre il termine di consegna',
    [
      { title: 'Anno' },
      { title: 'Emesse dopo', kind: 'number' },
      { title: 'Rettificate dopo', kind: 'number' },
      { title: 'Ancora sospese', kind: 'number' },
      { title: 'Termine', kind: 'date' },
      { title: 'Sanzione fino a', kind: 'number' },
    ],
    late.map((year) => ({
      cells: [
        html`${year.incomeYear}<span class="sub">${year.form ?? 'nessun modello'}</span>`,
        count(year.late.originals),
        count(year.late.corrections),
        count(year.late.held),
        html`${dateOrDash(year.deadline)}<span class="sub">${remaining(year.daysLeft)}</span>`,
        year.late.sanctionCents === 0 ? '–' : euros(year.late.sanctionCents),
      ],
    })),
    ['In tutto', '', '', '', '', sanction === 0 ? '–' : euros(sanction)],
  )}
<p class="nothing">Dall’anno d’imposta 2014 una certificazione tardiva o errata può costare 100 €; nulla se è a posto entro 5 giorni dal
termine, 33,33 € entro 60 giorni; non più di 50.000 € l’anno.</p>`
}

function missingTable({ missing }: CertificateReport): Html | string {
  if (missing.length === 0) return ''
  return table(
    'Richieste che aspettano certificazioni non ancora disponibili',
    [{ title: 'Anni che mancano' }, { title: 'Quante', kind: 'number' }, { title: 'Dal', kind: 'date' }],
    missing.map((row) => ({
      cells: [
        row.incomeYears === 'TUTTI'
          ? 'tutti: la persona non ne ha nessuna'
          : row.incomeYears.replaceAll('|', ', '),
        count(row.count),
        html`${dateOrDash(row.oldestOn)}<span class="sub">${since(row)}</span>`,
      ],
    })),
  )
}

function unconfirmedTable({ unconfirmed }: CertificateReport): Html | string {
  if (unconfirmed.length === 0) return ''
  return table(
    'Rilasci preparati e non confermati',
    [{ title: 'Canale' }, { title: 'Quanti', kind: 'number' }, { title: 'Dal', kind: 'date' }],
    unconfirmed.map((row) => ({
      cells: [
        html`${certificateChannelLabel(row.channel)}<span class="sub">${row.isPaper ? 'su carta: li conferma la consegna del lotto' : 'da confermare a mano'}</span>`,
        count(row.count),
        html`${dateOrDash(row.oldestOn)}<span class="sub">${since(row)}</span>`,
      ],
    })),
  )
}
