/** @module `recapito proofs`: masked letters of published bundles, chosen for their edges, to look at before hand-over. */
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import type { App } from '../app.ts'
import { type Chosen, LetterChoice } from '../batch/report/choose-letters.ts'
import { CSV_FOR_PEOPLE } from '../batch/report/csv.ts'
import { BUNDLE_LABELS, labelOf, productLabel } from '../batch/report/labels.ts'
import type { Flags } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { counted } from '../domain/counted.ts'
import { kindOf } from '../domain/products.ts'
import { recordProofs } from '../store/approval.ts'
import { type Bundle, bundleByName, bundlesIn } from '../store/bundle.ts'
import { manualAct } from '../store/manual-act.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { nearPath } from './near-path.ts'
import { AT_RANDOM, type Proof, type ProofPress } from './proofs/proof-press.ts'
import { zonePictures } from './proofs/zone-pictures.ts'
import { withApp } from './session.ts'

export interface ProofsOptions extends ByHand {
  readonly letters?: number
  readonly zones?: boolean
  readonly json?: boolean
}

/** Why there are no proofs; the sentence is for staff (exit 2). */
class NoProofs extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'NoProofs'
  }
}

export function proofs(flags: Flags, names: readonly string[], options: ProofsOptions): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const act = actOf(app, 'proofs', options)
    const bundles = names.length > 0 ? await named(app, names) : await publishedOn(app, act.on)
    const pressOf = presses(app)
    const made: MadeProofs[] = []
    for (const alike of Map.groupBy(bundles, sameProofs).values()) {
      const [{ product }] = alike as [Bundle]
      made.push(...(await makeProofs(app, alike, await pressOf(product), options)))
    }
    await writeIndexes(app, made)
    await manualAct(
      app.store,
      { ...act, subject: bundles.map(({ name }) => name).join(' ') },
      async (trx, actor) => {
        for (const bundle of bundles) await recordProofs(trx, actor, bundle, act.by)
      },
    )
    answer(
      options.json,
      made.map(({ like: _, ...shown }) => shown),
      linesOf(made, bundles, act.by),
    )
  })
}

interface MadeProofs {
  readonly like: Bundle
  readonly pdf: string
  readonly pictures: readonly string[]
  readonly bundles: readonly string[]
  readonly letters: readonly ProofLine[]
}

/** A letter of the index, by the page on which it begins. */
interface ProofLine {
  readonly page: number
  readonly publicId: string
  readonly bundle: string
  readonly edges: readonly string[]
}

async function named(app: App, names: readonly string[]): Promise<Bundle[]> {
  const bundles: Bundle[] = []
  for (const name of new Set(names)) {
    const bundle = await bundleByName(app.store.db, name)
    if (!bundle)
      throw new NoProofs(`${name}: nessun lotto ha questo nome; recapito status dice quanti sono pronti`)
    if (bundle.state !== 'published') {
      const state = labelOf(BUNDLE_LABELS, bundle.state)
      throw new NoProofs(
        `${name}: il lotto è ${state}; le bozze si fanno di un lotto pronto, prima della consegna`,
      )
    }
    if (bundle.hold !== null) {
      throw new NoProofs(
        `${name}: una sua lettera è cambiata, e la prossima stampa o consegna lo rifà; le bozze si fanno del lotto che ne prende il posto`,
      )
    }
    bundles.push(bundle)
  }
  return bundles
}

async function publishedOn(app: App, on: string): Promise<Bundle[]> {
  const published = (await bundlesIn(app.store.db, ['published'])).filter(({ hold }) => hold === null)
  const bundles = published.filter(({ business_date }) => business_date === on)
  if (bundles.length > 0) return bundles
  const dates = [...new Set(published.map(({ business_date }) => business_date))].sort()
  throw new NoProofs(
    `nessun lotto del ${italianDate(on)} è pronto; ` +
      (dates.length > 0
        ? `ce ne sono del ${dates.map((date) => `${italianDate(date)} (--date ${date})`).join(', ')}`
        : 'li prepara la notte (recapito night)'),
  )
}

/** One file of proofs: letters that are dated and drawn alike. */
function sameProofs({ business_date, product }: Bundle): string {
  return `${business_date} ${product}`
}

/** Templates are loaded when a bundle of their kind is there. */
function presses(app: App): (product: string) => Promise<ProofPress<Proof>> {
  const loaded = new Map<string, Promise<unknown>>()
  const load = async (product: string) =>
    kindOf(product) === 'PIN_HALF2'
      ? (await import('./proofs/pin-proofs.ts')).pinProofs(await app.letterTemplate())
      : (await import('./proofs/certificate-proofs.ts')).certificateProofs(await app.certificatePaper())
  return (product) => {
    const kind = kindOf(product)
    const press = loaded.get(kind) ?? load(product)
    loaded.set(kind, press)
    return press as Promise<ProofPress<Proof>>
  }
}

async function makeProofs<Letter extends Proof>(
  app: App,
  bundles: readonly Bundle[],
  press: ProofPress<Letter>,
  options: ProofsOptions,
): Promise<MadeProofs[]> {
  const stale = bundles.find(({ template_version }) => template_version !== press.version)
  if (stale) {
    throw new NoProofs(
      `${stale.name}: testi o geometria sono cambiati dopo la stampa, e le bozze mostrerebbero altro. ` +
        'Rimettere i modelli com’erano, oppure far rifare il lotto',
    )
  }
  const most = options.letters ?? app.settings.approval.proofs
  const choice = new LetterChoice<Letter & { bundle: string }>({
    most,
    ofEach: 1,
    edges: [...press.edges, AT_RANDOM],
    groupsOf: press.groupsOf,
  })
  for (const bundle of bundles) {
    for (const letter of await press.lettersOf(app.store.db, bundle)) {
      choice.look({ ...letter, bundle: bundle.name })
    }
  }
  const chosen = choice.chosen()
  const [like] = bundles
  if (!like || chosen.length === 0) return []
  const letters = chosen.map(({ letter }) => letter)
  const pdf = Buffer.concat([...press.draw(like, letters)].map((chunk) => Buffer.from(chunk)))
  const folder = join(app.folders.proofs, like.business_date)
  await app.files.makeFolder(folder)
  const path = join(folder, `${like.product}.pdf`)
  await app.files.replaceFile(path, pdf)
  const pictures: string[] = []
  if (options.zones) {
    for await (const { name, png } of zonePictures(pdf, press.geometry, letters)) {
      const picture = join(folder, `${like.product}-${name}.png`)
      await app.files.replaceFile(picture, png)
      pictures.push(picture)
    }
  }
  return [{ like, pdf: path, pictures, bundles: bundles.map(({ name }) => name), letters: indexed(chosen) }]
}

function indexed<Letter extends Proof & { bundle: string }>(chosen: readonly Chosen<Letter>[]): ProofLine[] {
  let page = 1
  return chosen.map(({ letter: { publicId, bundle, pages }, edges }) => {
    const line = { page, publicId, bundle, edges }
    page += pages
    return line
  })
}

const HEADINGS = ['Prodotto', 'File', 'Pagina', 'Lettera', 'Lotto', 'Scelta perché']

/** One index a date: which letter stands for what. It names nobody. */
async function writeIndexes(app: App, made: readonly MadeProofs[]): Promise<void> {
  for (const [date, ofDate] of Map.groupBy(made, ({ like }) => like.business_date)) {
    const rows = ofDate.flatMap(({ like: { product }, letters }) =>
      letters.map(({ page, publicId, bundle, edges }) =>
        [productLabel(product), `${product}.pdf`, page, publicId, bundle, edges.join(', ')].map(String),
      ),
    )
    const csv = stringify([HEADINGS, ...rows], { ...CSV_FOR_PEOPLE, bom: true })
    await app.files.replaceFile(join(app.folders.proofs, date, 'indice.csv'), csv)
  }
}

function linesOf(made: readonly MadeProofs[], bundles: readonly Bundle[], by: string): string[] {
  return [
    ...made.flatMap(({ pdf, pictures, letters }) => [
      `${nearPath(pdf)}: ${counted(letters.length, 'lettera', 'lettere')}, senza codici`,
      ...letters.map(
        ({ page, publicId, edges }) =>
          `  pagina ${String(page).padStart(3)}  ${publicId}  ${edges.join(', ')}`,
      ),
      ...(pictures.length > 0
        ? [`  ${counted(pictures.length, 'immagine', 'immagini')} con le zone nella stessa cartella`]
        : []),
    ]),
    '',
    `Bozze preparate da ${by}. Se vanno bene, una seconda persona:`,
    ...bundles.map(({ name }) => `  recapito approve ${name} --by <chi>`),
  ]
}
