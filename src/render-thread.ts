/**
 * What a worker thread starts with: renders one bundle into its staging folder. It is handed the keys of the second
 * halves alone, and what it returns holds no secret.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isTestProduct, parseSnapshot } from './domain/pin-letter-snapshot.ts'
import { type EffectGate, Files } from './files/files.ts'
import { expectLetters, type Piece } from './inspect/expectation.ts'
import type { Fault } from './inspect/fault.ts'
import { inspectPdf } from './inspect/inspect-pdf.ts'
import type { Sampling } from './inspect/sampling.ts'
import { senderLineText } from './letters/describe-letters.ts'
import { type PinLetterTemplate, pinLetterTemplate, type TemplateParts } from './letters/pin-letter.ts'
import { PieceRefused } from './pdf/bundle-file.ts'
import { unpack } from './pdf/pack.ts'
import type { Keys } from './secrets/keyring.ts'
import { open } from './secrets/sealing.ts'
import type { Mailpiece } from './vendor/mailing-csv.ts'
import { isImportable, mailingCsv } from './vendor/mailing-csv.ts'
import { manifestOf } from './vendor/manifest.ts'

/** Plain data: it crosses to a thread, later to another machine. */
export interface RenderTask {
  readonly bundle: {
    readonly name: string
    readonly product: string
    readonly slot: string
    readonly part: number
    readonly businessDate: string
    readonly postingOn: string
    readonly expiresOn: string
    readonly replaces: string | null
    readonly templateVersion: string
  }
  readonly letters: readonly {
    readonly letterId: number
    readonly publicId: string
    readonly credentialId: number
    readonly snapshot: string
    /** As chosen when it was measured. */
    readonly languages: string
    readonly sealedText: string | null
  }[]
  readonly folder: string
  /** `TemplateParts`, in memory that threads share. */
  readonly template: { readonly version: string; readonly packed: Uint8Array }
  /** How much of the PDF is read again before the manifest is written. */
  readonly inspection: Sampling
  readonly secondHalfKeys: Keys
  readonly tool: { readonly name: string; readonly version: string }
}

export type RenderAnswer =
  | { manifestSha256: string; pages: number }
  | { refused: { id: number; code: string; field: string; detail: string }[] }
  | { faults: readonly Fault[] }

/**
 * Renders a bundle: PDF, then CSV, then the manifest that hashes both, each fsynced. Without a manifest nothing can be
 * sealed, so it is written only when another reading of the PDF finds no fault.
 */
export default async function renderBundle(task: RenderTask, gate?: EffectGate): Promise<RenderAnswer> {
  const template = templateOf(task.template)
  const letters = task.letters.map((letter) => ({ ...letter, snapshot: parseSnapshot(letter.snapshot) }))
  const strange = letters.filter(({ snapshot }) => !isImportable(snapshot))
  if (strange.length > 0) {
    return {
      refused: strange.map(({ letterId: id }) => ({
        id,
        code: 'ERR_LINE_START',
        field: 'street',
        detail: '',
      })),
    }
  }

  const { bundle, folder } = task
  const files = new Files(gate)
  const issue = {
    datedOn: bundle.businessDate,
    expiresOn: bundle.expiresOn,
    test: isTestProduct(bundle.product),
  }
  const pieces: Mailpiece[] = letters.map(({ publicId, snapshot, languages }) => {
    const { residence } = snapshot
    return { publicId, snapshot, pages: template.pagesOf({ languages, residence }) }
  })
  const { geometry, sender } = template.parts
  const path = (suffix: string) => join(folder, `${bundle.name}.${suffix}`)
  try {
    const pdf = await write('pdf', template.bundle(issue, opened()))
    const csv = await write('csv', mailingCsv({ ...bundle, envelope: geometry.envelope }, pieces, pdf))
    const expectation = expectLetters(geometry, expected(pieces), { senderText: senderLineText(sender) })
    const read = await readFile(path('pdf'))
    const { faults } = await inspectPdf(read, expectation, task.inspection)
    if (faults.length > 0) return { faults }
    const manifest = await write('json', [manifestOf(bundle, pieces, { pdf, csv }, task.tool)])
    return { manifestSha256: manifest.sha256, pages: pieces.reduce((sum, { pages }) => sum + pages, 0) }
  } catch (error) {
    // Letters are measured before they are frozen: this is for what measuring did not foresee.
    const refused = error instanceof PieceRefused ? refusedLetters() : []
    if (refused.length === 0) throw error
    return { refused }
  }

  function refusedLetters() {
    return letters.flatMap(({ letterId: id, publicId, snapshot }) => {
      const measured = template.measure({ ...snapshot, publicId })
      return measured.ok ? [] : [{ id, code: measured.code, field: measured.field, detail: measured.detail }]
    })
  }

  function* opened() {
    for (const { publicId, credentialId, snapshot, languages, sealedText } of letters) {
      if (sealedText === null) {
        throw new Error(
          `letter ${publicId}: its second half is erased, so it cannot be printed again: issue a new PIN`,
        )
      }
      const half = open(task.secondHalfKeys, { credentialId, idx: 2 }, sealedText)
      yield { ...snapshot, publicId, languages, half }
    }
  }

  async function write(suffix: string, content: Iterable<Uint8Array | string>) {
    const name = `${bundle.name}.${suffix}`
    return { name, ...(await files.writeStream(path(suffix), content)) }
  }
}

/** What the CSV says of the PDF, as an inspection asks for it. */
function expected(pieces: readonly Mailpiece[]): Piece[] {
  let firstPage = 1
  return pieces.map(({ publicId, snapshot, pages }) => {
    const piece = { publicId, rows: snapshot.addressLines, firstPage, pages }
    firstPage += pages
    return piece
  })
}

let unpacked: { version: string; template: PinLetterTemplate } | undefined

/** A thread keeps the template between bundles, until they are frozen with another version of it. */
function templateOf({ version, packed }: RenderTask['template']): PinLetterTemplate {
  if (unpacked?.version !== version) {
    unpacked = { version, template: pinLetterTemplate(unpack<TemplateParts>(packed)) }
  }
  return unpacked.template
}
