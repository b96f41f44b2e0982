/** @module `recapito explain <code>`: what a code of the report, or an exit code, means and what to do. */
import { isExplained, reasonSentence } from '../batch/report/labels.ts'
import type { FindingCode } from '../domain/finding.ts'
import { FINDING_TEXTS, severityOf } from '../domain/finding-texts.ts'
import { answer } from './answer.ts'
import { EXIT_CODES } from './exit-codes.ts'

const SEVERITIES = {
  reject: 'La riga è respinta: non entra.',
  hold: 'La riga o la lettera resta sospesa finché una persona non provvede.',
  warn: 'È un avviso: il lavoro va avanti.',
} as const

/** Nobody uses such a code (exit 2). */
class UnknownCode extends Error {
  readonly exitCode = 2
  constructor(code: string) {
    const exits = Object.keys(EXIT_CODES).join(', ')
    super(
      `«${code}» non è un codice: indicare un codice d’uscita (${exits}) o uno di quelli del rapporto:\n  ` +
        Object.keys(FINDING_TEXTS).sort().join(' '),
    )
    this.name = 'UnknownCode'
  }
}

export function explainCode(code: string, options: { json?: boolean }): void {
  const exit = /^\d+$/.test(code) ? EXIT_CODES[Number(code)] : undefined
  if (exit) {
    answer(options.json, { exitCode: Number(code), ...exit }, [
      `Codice d’uscita ${code}: ${exit.means}.`,
      exit.todo,
    ])
    return
  }
  const name = code.toUpperCase()
  if (!isExplained(name)) throw new UnknownCode(code)
  // Without a row there is no field to name.
  const sentence = reasonSentence(name).replaceAll(' «»', '')
  const severity = Object.hasOwn(FINDING_TEXTS, name) ? severityOf(name as FindingCode) : undefined
  answer(options.json, { code: name, severity: severity ?? null, sentence }, [
    `${name}: ${sentence}`,
    ...(severity ? [SEVERITIES[severity]] : []),
  ])
}
