/** @module `index.html`: one self-contained page that staff read in the morning, on a screen, a telephone or paper. */
import { italianLongDate, withArticle } from '../../domain/civil-date.ts'
import { Html, html } from './html.ts'
import { auditLine } from './page-audit.ts'
import { certificatesSection } from './page-certificates.ts'
import { bundlesSection, feedsSection, jobsSection, lettersSection, standingSection } from './page-night.ts'
import { moment, weekday } from './page-parts.ts'
import { STYLE } from './page-style.ts'
import { balanceSection, filesSection, tiles, todo } from './page-waiting.ts'
import type { Report } from './report.ts'

/** No person, no codice fiscale and no address is on the page: it may lie on a desk. */
export function reportHtml(report: Report, options: { specimen: boolean }): string {
  const title = `Rapporto ${withArticle(report.slot, italianLongDate(report.slot), 'del')}`
  const trial = html`<p class="trial">PROVA: dati di prova. Niente di questo rapporto va spedito.</p>`
  return html`<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${report.test ? 'PROVA · ' : ''}${title} · Recapito</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${report.test ? trial : ''}
<header><div><p>Recapito</p><h1>${title}</h1><p>${weekday(report.slot)}; situazione del ${moment(report.madeAt)}</p></div></header>
<main>
${tiles(report)}
<nav aria-label="Parti del rapporto"><ul>${PARTS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${todo(report, options)}
${jobsSection(report)}
${feedsSection(report)}
${lettersSection(report)}
${bundlesSection(report)}
${certificatesSection(report)}
${balanceSection(report)}
${auditLine(report)}
${standingSection(report)}
${filesSection(options.specimen, report.slot)}
</main>
<footer><p>Fatto da Recapito. Questa pagina non contiene nomi, codici fiscali, indirizzi, redditi o codici PIN; i file CSV
contengono nomi, recapiti e importi e vanno trattati come riservati.</p></footer>
</body>
</html>
`.text
}

const PARTS = [
  ['todo', 'Da fare'],
  ['jobs', 'Lavori'],
  ['feeds', 'Flussi'],
  ['letters', 'Messaggi e lettere'],
  ['bundles', 'Lotti'],
  ['certificates', 'Certificazioni'],
  ['balance', 'I conti'],
  ['standing', 'Tutto il registro'],
  ['files', 'File'],
] as const
