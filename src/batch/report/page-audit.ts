/** @module The line that guards the end of the audit chain: whoever has this page can prove what the log was. */
import { type Html, html } from './html.ts'
import type { Report } from './report.ts'

export function auditLine({ auditLink }: Report): Html | string {
  if (auditLink === null) return ''
  return html`<p>Registro degli atti: anello n. ${auditLink.seq}, impronta <span class="hash">${auditLink.hash}</span></p>`
}
