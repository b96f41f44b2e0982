/**
 * What a worker thread starts with: renders one bundle into its staging folder. It is handed the keys of the second
 * halves alone, and what it returns holds no secret.
 *
 * @module
 */
import { join } from 'node:path'
import type { PinLetterSnapshot } from './domain/pin-letter-snapshot.ts'
import { isTestProduct } from './domain/pin-letter-snapshot.ts'
import { type EffectGate, Files } from './files/files.ts'
import { loadPinLetterTemplate, type PinLetterTemplate } from './letters/pin-letter.ts'
import type { Keys } from './secrets/keyring.ts'
import { open } from './secrets/sealing.ts'
import type { Mailpiece } from './vendor/mailing-csv.ts'
import { isImportable, mailingCsv } from './vendor/mailing-csv.ts'
import { manifestOf } from './vendor/manifest.ts'

export type TemplateOptions = Parameters<typeof loadPinLetterTemplate>[0]

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
    readonly sealedText: string | null
  }[]
  readonly folder: string
  readonly template: TemplateOptions
  readonly secondHalfKeys: Keys
  readonly tool: { readonly name: string; readonly version: string }
}

export type RenderAnswer =
  | { manifestSha256: string; pages: number }
  | { refused: { id: number; code: string; field: string; detail: string }[] }

/** Renders a bundle: PDF, then CSV, then the manifest that hashes both, each fsynced. */
export default async function renderBundle(task: RenderTask, gate?: EffectGate): Promise<RenderAnswer> {
  const template = await templateFor(task.template)
  const letters = task.letters.map((letter) => ({
    ...letter,
    snapshot: JSON.parse(letter.snapshot) as PinLetterSnapshot,
  }))
  // Measured before they were frozen; asked again, since the templates of this machine may be others.
  const refused = letters.flatMap(({ letterId, publicId, snapshot }) => {
    const measured = template.measure({ ...snapshot, publicId })
    if (!measured.ok)
      return [{ id: letterId, code: measured.code, field: measured.field, detail: measured.detail }]
    return isImportable(snapshot)
      ? []
      : [{ id: letterId, code: 'ERR_LINE_START', field: 'street', detail: '' }]
  })
  if (refused.length > 0) return { refused }

  const { bundle, folder } = task
  const files = new Files(gate)
  const issue = {
    datedOn: bundle.businessDate,
    expiresOn: bundle.expiresOn,
    test: isTestProduct(bundle.product),
  }
  const rendered = await template.render(issue, opened())
  const pdf = await write('pdf', rendered.pdf)
  const pieces: Mailpiece[] = letters.map(({ publicId, snapshot }, index) => ({
    publicId,
    snapshot,
    pages: rendered.pages[index] ?? 0,
  }))
  const csvName = `${bundle.name}.csv`
  const csv = await files.writeStream(join(folder, csvName), mailingCsv(bundle, pieces, pdf))
  const manifest = await write(
    'json',
    manifestOf(bundle, pieces, { pdf, csv: { name: csvName, ...csv } }, task.tool),
  )
  return { manifestSha256: manifest.sha256, pages: rendered.pages.reduce((sum, pages) => sum + pages, 0) }

  function* opened() {
    for (const { publicId, credentialId, snapshot, sealedText } of letters) {
      if (sealedText === null) {
        throw new Error(
          `letter ${publicId}: its second half is erased, so it cannot be printed again: issue a new PIN`,
        )
      }
      yield { ...snapshot, publicId, half: open(task.secondHalfKeys, { credentialId, idx: 2 }, sealedText) }
    }
  }

  async function write(suffix: string, content: Uint8Array | string) {
    const name = `${bundle.name}.${suffix}`
    return { name, ...(await files.writeFile(join(folder, name), content)) }
  }
}

let loaded: { key: string; template: Promise<PinLetterTemplate> } | undefined

/** A thread keeps the template between bundles. */
function templateFor(options: TemplateOptions): Promise<PinLetterTemplate> {
  const key = JSON.stringify(options)
  if (loaded?.key !== key) loaded = { key, template: loadPinLetterTemplate(options) }
  return loaded.template
}
