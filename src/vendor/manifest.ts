/** @module The manifest: what is in a bundle, counted and hashed. No clock in it: same letters, same bytes. */
import { createHash } from 'node:crypto'
import { isTestProduct } from '../domain/products.ts'
import { type Mailpiece, SPEC_VERSION, sheetsOf } from './mailing-csv.ts'

export interface ManifestBundle {
  readonly name: string
  readonly product: string
  readonly slot: string
  readonly part: number
  readonly businessDate: string
  readonly postingOn: string
  readonly replaces: string | null
  readonly templateVersion: string
}

export interface BundleFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** The manifest as JSON text. */
export function manifestOf(
  bundle: ManifestBundle,
  pieces: readonly Mailpiece[],
  files: { pdf: BundleFile; csv: BundleFile },
  tool: { name: string; version: string },
): string {
  const zones = Map.groupBy(pieces, (piece) => piece.snapshot.place.zone)
  const totals = (some: readonly Mailpiece[]) => ({
    pieces: some.length,
    pages: some.reduce((sum, piece) => sum + piece.pages, 0),
    sheets: some.reduce((sum, piece) => sum + sheetsOf(piece), 0),
  })
  const manifest = {
    specVersion: SPEC_VERSION,
    bundle: bundle.name,
    product: bundle.product,
    test: isTestProduct(bundle.product),
    runId: bundle.slot,
    part: bundle.part,
    /** The bundle that this one takes the place of, when one was withdrawn before hand-over. */
    replaces: bundle.replaces,
    datedOn: bundle.businessDate,
    expectedPostingOn: bundle.postingOn,
    rows: pieces.length,
    ...totals(pieces),
    zones: [...zones].sort(([a], [b]) => (a < b ? -1 : 1)).map(([zone, some]) => ({ zone, ...totals(some) })),
    files,
    /** SHA-256 of the mailpiece ids in order, one a line. */
    mailpiecesSha256: createHash('sha256')
      .update(pieces.map((piece) => piece.publicId).join('\n'))
      .digest('hex'),
    seedLetters: [],
    templateVersion: bundle.templateVersion,
    tool,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
