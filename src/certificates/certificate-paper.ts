/**
 * Certificates on paper: a page with the address, then each certificate with the sheet that goes with it.
 *
 * `measure` says beforehand whether a letter can be printed; `bundle` is a pure function of what it is given, so the same
 * letters give the same bytes.
 *
 * @module
 */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { Misfit } from '../letters/letter-data.ts'
import { bundleFile } from '../pdf/bundle-file.ts'
import type { CompiledTemplate } from '../pdf/compile-template.ts'
import { openStamper } from '../pdf/stamper.ts'
import type { PaperSources } from './describe-paper.ts'
import { type CertificateLetter, PaperEdition, type PaperIssue, type Sheets } from './paper-edition.ts'

export type { CertificateLetter, PaperIssue }

export interface CertificatePaper {
  /** Hash of everything a letter is made from. */
  readonly version: string
  readonly parts: PaperParts
  /** That an envelope takes. */
  readonly mostSheets: number
  /** Whether the letter can be printed; else which field is at fault. */
  measure(letter: CertificateLetter): { readonly ok: true; readonly pages: number } | Misfit
  /** Sheets of a letter that can be printed, its page with the address among them. */
  pagesOf(letter: CertificateLetter): number
  /** Sheets that a certificate takes in its letter; 1 for one that cannot be printed. */
  sheetsOf(certificate: IssuedCertificate): number
  /**
   * One PDF of all letters in their order, as chunks that are valid until the next is asked for. Throws `PieceRefused`
   * for a letter that `measure` would refuse.
   */
  bundle(issue: PaperIssue, letters: Iterable<CertificateLetter>): Generator<Uint8Array>
  /** The same sheets, marked FAC-SIMILE. */
  specimen(issue: PaperIssue, letters: Iterable<CertificateLetter>): Generator<Uint8Array>
}

/** All that printing needs, as plain data: a thread makes the same paper of it, and reads no file. */
export interface PaperParts {
  /** Of all that paper is made from. */
  readonly key: string
  readonly compiled: CompiledTemplate
  readonly sources: PaperSources
}

/** Variants that are kept ready for measuring; then all are forgotten, so that memory stays flat. */
const MOST_DESCRIBED = 64
const PUBLIC_ID_LENGTH = 13

export function certificatePaper(parts: PaperParts): CertificatePaper {
  const { compiled, sources } = parts
  const { mostSheets } = sources.geometry
  const stamper = openStamper(compiled)
  // Every date fits (checked when the paper was compiled), so which one stands here does not matter.
  const measuringEdition = () => new PaperEdition(stamper, sources, { datedOn: '2028-09-28', test: false })
  let kept = measuringEdition()
  const measuring = () => {
    if (kept.described > MOST_DESCRIBED) kept = measuringEdition()
    return kept
  }
  return {
    version: parts.key.slice(0, 16),
    parts,
    mostSheets,
    measure(letter) {
      if (letter.publicId.length !== PUBLIC_ID_LENGTH) {
        return tooLong('rif. lettera', `${letter.publicId.length} caratteri`)
      }
      const sheets = measuring().lay(letter)
      if ('code' in sheets) return sheets
      const pages = pagesIn(sheets)
      if (pages <= mostSheets) return { ok: true, pages }
      return tooLong('fogli', `${pages} invece di ${mostSheets}`)
    },
    pagesOf(letter) {
      const sheets = measuring().lay(letter)
      return 'code' in sheets ? 0 : pagesIn(sheets)
    },
    sheetsOf(certificate) {
      const sheets = measuring().layCertificate(certificate)
      return 'code' in sheets ? 1 : pagesIn(sheets)
    },
    bundle: (issue, letters) => printed(new PaperEdition(stamper, sources, issue), letters),
    specimen(issue, letters) {
      const mark = issue.test ? 'FAC-SIMILE\u00a0·\u00a0PROVA' : 'FAC-SIMILE'
      const forms = sources.forms.map((form) => ({ ...form, mark }))
      return printed(new PaperEdition(stamper, { ...sources, forms }, { ...issue, mark }), letters)
    },
  }
}

function printed(edition: PaperEdition, letters: Iterable<CertificateLetter>): Generator<Uint8Array> {
  const { title } = edition.sources.texts.cover
  return bundleFile(edition.edition, edition.pieces(letters), { title, language: 'it-IT' })
}

function pagesIn(sheets: readonly Sheets[]): number {
  return sheets.reduce((sum, { pages }) => sum + pages, 0)
}

function tooLong(field: string, detail: string): Misfit {
  return { ok: false, code: 'TESTO_TROPPO_LUNGO', field, detail }
}
