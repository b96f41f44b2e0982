/**
 * What a worker thread starts with: renders one bundle into its staging folder. It is handed the keys of the second
 * halves only where the bundle carries some, and what it returns holds no secret.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CertificatePaper, certificatePaper, type PaperParts } from './certificates/certificate-paper.ts'
import { parseCertificateSnapshot } from './domain/certificates/certificate-letter.ts'
import type { LetterSnapshot } from './domain/letter-snapshot.ts'
import { parseSnapshot } from './domain/pin-letter-snapshot.ts'
import { isTestProduct } from './domain/products.ts'
import { type EffectGate, Files } from './files/files.ts'
import { inThread } from './in-thread.ts'
import { expectLetters, type Piece } from './inspect/expectation.ts'
import type { Fault } from './inspect/fault.ts'
import { inspectPdf } from './inspect/inspect-pdf.ts'
import type { Sampling } from './inspect/sampling.ts'
import type { Geometry } from './letters/geometry.ts'
import type { Misfit } from './letters/letter-data.ts'
import { type PinLetterTemplate, pinLetterTemplate, type TemplateParts } from './letters/pin-letter.ts'
import { type Sender, senderLineText } from './letters/stationery.ts'
import { PieceRefused } from './pdf/bundle-file.ts'
import { unpack } from './pdf/pack.ts'
import { halfNumber } from './secrets/code-windows.ts'
import type { Keys } from './secrets/keyring.ts'
import { findLeaks } from './secrets/leak-gate.ts'
import type { Leak } from './secrets/leak.ts'
import type { Guarded } from './secrets/leaks-in-pdf.ts'
import { open } from './secrets/sealing.ts'
import { type CertificateToPrint, certificatesAmong } from './store/certificate-letter.ts'
import type { Mailpiece } from './vendor/mailing-csv.ts'
import { isImportable, mailingCsv } from './vendor/mailing-csv.ts'
import { manifestOf } from './vendor/manifest.ts'

/** Plain data: it crosses to a thread, later to another machine. */
export type RenderTask = BundleTask & (PinTask | CertificateTask)

interface BundleTask {
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
  readonly folder: string
  /** How much of the PDF is read again before the manifest is written. */
  readonly inspection: Sampling
  readonly tool: { readonly name: string; readonly version: string }
}

interface PinTask {
  readonly kind: 'PIN_HALF2'
  readonly letters: readonly (FrozenTask & {
    readonly credentialId: number
    /** As chosen when it was measured. */
    readonly languages: string
    readonly sealedText: string | null
  })[]
  /** `TemplateParts`, in memory that threads share. */
  readonly template: PackedTemplate
  readonly secondHalfKeys: Keys
}

interface CertificateTask {
  readonly kind: 'CERTIFICATE'
  readonly letters: readonly FrozenTask[]
  /** All that the letters carry, in no given order. */
  readonly certificates: readonly CertificateToPrint[]
  /** `PaperParts`, in memory that threads share. */
  readonly template: PackedTemplate
}

interface FrozenTask {
  readonly letterId: number
  readonly publicId: string
  readonly snapshot: string
}

interface PackedTemplate {
  readonly version: string
  readonly packed: Uint8Array
}

export type RenderAnswer =
  | { manifestSha256: string; pages: number }
  | { refused: { id: number; code: string; field: string; detail: string }[] }
  | { faults: readonly (Fault & { readonly place?: string })[] }

/** What each kind of letters brings to its bundle. */
interface Printing {
  readonly letters: readonly PrintedLetter[]
  readonly geometry: Geometry
  readonly sender: Sender
  /** Whether only the first sheet of a letter keeps the window clear; others lie behind it. */
  readonly coverAlone: boolean
  pdf(): Iterable<Uint8Array>
  /** The codes that `pdf` printed, and where they belong; undefined where there are none. */
  guarded?(): Guarded
}

interface PrintedLetter extends Mailpiece {
  readonly letterId: number
  readonly snapshot: LetterSnapshot
  measure(): { readonly ok: true } | Misfit
}

export default inThread(renderBundle)

/**
 * Renders a bundle: PDF, then CSV, then the manifest that hashes both, each fsynced. Without a manifest nothing can be
 * sealed, so it is written only when another reading of the PDF finds no fault and the leak gate no code outside its box.
 */
async function renderBundle(task: RenderTask, gate?: EffectGate): Promise<RenderAnswer> {
  const printing = task.kind === 'PIN_HALF2' ? pinPrinting(task) : certificatePrinting(task)
  const { letters, geometry, sender, coverAlone } = printing
  const strange = letters.filter(({ snapshot }) => !isImportable(snapshot))
  if (strange.length > 0) {
    const refused = { code: 'ERR_LINE_START', field: 'street', detail: '' }
    return { refused: strange.map(({ letterId: id }) => ({ id, ...refused })) }
  }

  const { bundle, folder } = task
  const files = new Files(gate)
  const path = (suffix: string) => join(folder, `${bundle.name}.${suffix}`)
  try {
    const pdf = await write('pdf', printing.pdf())
    const csv = await write('csv', mailingCsv({ ...bundle, envelope: geometry.envelope }, letters, pdf))
    const senderText = senderLineText(sender)
    const expectation = expectLetters(geometry, expected(letters), { senderText, coverAlone })
    const read = await readFile(path('pdf'))
    const text = manifestOf(bundle, letters, { pdf, csv }, task.tool)
    const produced = {
      pdf: read,
      csv: await readFile(path('csv')),
      manifest: text,
      names: [pdf.name, csv.name],
    }
    const leaks = findLeaks(produced, printing.guarded?.())
    const { faults } = await inspectPdf(read, expectation, task.inspection)
    if (leaks.length + faults.length > 0) return { faults: [...leaks.map(leakFault), ...faults] }
    const manifest = await write('json', [text])
    return { manifestSha256: manifest.sha256, pages: letters.reduce((sum, { pages }) => sum + pages, 0) }
  } catch (error) {
    // Letters are measured before they are frozen: this is for what measuring did not foresee.
    const refused = error instanceof PieceRefused ? refusedAmong(letters) : []
    if (refused.length === 0) throw error
    return { refused }
  }

  async function write(suffix: string, content: Iterable<Uint8Array | string>) {
    const name = `${bundle.name}.${suffix}`
    return { name, ...(await files.writeStream(path(suffix), content)) }
  }
}

function leakFault(leak: Leak): Fault & Leak {
  return { ...leak, detail: leak.place }
}

function refusedAmong(letters: readonly PrintedLetter[]) {
  return letters.flatMap(({ letterId: id, measure }) => {
    const measured = measure()
    return measured.ok ? [] : [{ id, code: measured.code, field: measured.field, detail: measured.detail }]
  })
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

function pinPrinting(task: BundleTask & PinTask): Printing {
  const template = pinTemplates.get(task.template)
  const { bundle, secondHalfKeys } = task
  const letters = task.letters.map((letter) => ({ ...letter, snapshot: parseSnapshot(letter.snapshot) }))
  const issue = {
    datedOn: bundle.businessDate,
    expiresOn: bundle.expiresOn,
    test: isTestProduct(bundle.product),
  }
  const halves: number[] = []
  const { geometry } = template.parts
  return {
    ...template.parts,
    coverAlone: false,
    guarded: () => ({
      letters: letters.map(({ languages, snapshot: { residence } }, index) => ({
        half: halves[index] as number,
        pages: template.pagesOf({ languages, residence }),
      })),
      code: { box: geometry.secret, pageHeight: geometry.page.height },
    }),
    letters: letters.map(({ letterId, publicId, snapshot, languages }) => ({
      letterId,
      publicId,
      snapshot,
      pages: template.pagesOf({ languages, residence: snapshot.residence }),
      measure: () => template.measure({ ...snapshot, publicId }),
    })),
    pdf: () => template.bundle(issue, opened()),
  }

  function* opened() {
    for (const { publicId, credentialId, snapshot, languages, sealedText } of letters) {
      if (sealedText === null) {
        throw new Error(
          `letter ${publicId}: its second half is erased, so it cannot be printed again: issue a new PIN`,
        )
      }
      const half = open(secondHalfKeys, { credentialId, idx: 2 }, sealedText)
      halves.push(halfNumber(half))
      yield { ...snapshot, publicId, languages, half }
    }
  }
}

function certificatePrinting({ template, bundle, ...task }: BundleTask & CertificateTask): Printing {
  const paper = papers.get(template)
  const certificatesOf = certificatesAmong(task.certificates)
  const letters = task.letters.map(({ letterId, publicId, snapshot: json }) => {
    const snapshot = parseCertificateSnapshot(json)
    const letter = { ...snapshot, publicId, certificates: certificatesOf(snapshot) }
    return {
      ...letter,
      letterId,
      snapshot,
      pages: paper.pagesOf(letter),
      measure: () => paper.measure(letter),
    }
  })
  const issue = { datedOn: bundle.businessDate, test: isTestProduct(bundle.product) }
  const { geometry, sender } = paper.parts.sources
  return { geometry, sender, coverAlone: true, letters, pdf: () => paper.bundle(issue, letters) }
}

/** A thread keeps a template between bundles, until they are frozen with another version of it. */
class KeptTemplate<Parts, Template> {
  readonly #make: (parts: Parts) => Template
  #kept: { readonly version: string; readonly template: Template } | undefined

  constructor(make: (parts: Parts) => Template) {
    this.#make = make
  }

  get({ version, packed }: PackedTemplate): Template {
    if (this.#kept?.version !== version) {
      this.#kept = { version, template: this.#make(unpack<Parts>(packed)) }
    }
    return this.#kept.template
  }
}

const pinTemplates = new KeptTemplate<TemplateParts, PinLetterTemplate>(pinLetterTemplate)
const papers = new KeptTemplate<PaperParts, CertificatePaper>(certificatePaper)
