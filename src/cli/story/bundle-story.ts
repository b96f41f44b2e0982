/** @module What became of a bundle, and what to do with it. */
import { productLabel } from '../../batch/report/labels.ts'
import { type CivilDate, italianDate } from '../../domain/civil-date.ts'
import { counted } from '../../domain/counted.ts'
import { kindOf } from '../../domain/products.ts'
import { type Bundle, bundleByName } from '../../store/bundle.ts'
import type { Executor } from '../../store/dialect.ts'
import { type BundleEnd, bundleEndOf } from '../../store/find/bundle-end.ts'

export async function bundleStory(
  db: Executor,
  name: string,
): Promise<{ data: unknown; lines: string[] } | undefined> {
  const bundle = await bundleByName(db, name)
  if (!bundle) return undefined
  const end = bundle.state === 'cancelled' ? await bundleEndOf(db, bundle) : undefined
  const events = bundleEvents(bundle, end)
  const now = end ? nowOfCancelled(bundle, end) : nowOfBundle(bundle)
  const { product, state, item_count: letters, pages, manifest_sha256: manifestSha256, replaces } = bundle
  const size = `${counted(letters, 'lettera', 'lettere')}${pages ? `, ${counted(pages, 'pagina', 'pagine')}` : ''}`
  const replacedBy = end?.replacedBy ?? []
  return {
    data: { bundle: name, product, state, letters, pages, manifestSha256, replaces, replacedBy, events, now },
    lines: [
      `Lotto ${name}: ${productLabel(product)}, ${size}`,
      '',
      ...events.map(({ on, text }) => `  ${italianDate(on)}  ${text}`),
      '',
      'Adesso:',
      `  ${now}`,
    ],
  }
}

function bundleEvents(bundle: Bundle, end: BundleEnd | undefined): { on: CivilDate; text: string }[] {
  const { product, business_date, replaces, published_on, delivered_on, acknowledged_on, erased_on } = bundle
  const takes = replaces ? `, al posto di ${replaces.replaceAll(' ', ', ')}` : ''
  const dated: [string | null, string][] = [
    [business_date, `Lettere fissate nel lotto${takes}.`],
    [published_on, 'Stampato e pronto.'],
    [delivered_on, 'Consegnato al postalizzatore.'],
    [acknowledged_on, 'Confermato dal postalizzatore.'],
    [erased_on, kindOf(product) === 'PIN_HALF2' ? 'PDF e seconde parti cancellati.' : 'PDF cancellato.'],
    [end?.on ?? null, end ? `Annullato: ${whyCancelled(end)}.` : ''],
  ]
  return dated.flatMap(([on, text]) => (on === null ? [] : [{ on, text }]))
}

const ACTS: Readonly<Record<string, string>> = {
  hold: 'l’ufficio ha fermato una sua lettera',
  cancel: 'l’ufficio ha annullato una sua lettera',
  adopt: 'le sue lettere sono in un lotto ritrovato sul disco',
}

function whyCancelled({ verb, by, why, isFaulty }: BundleEnd): string {
  if (by !== null) {
    return `${ACTS[verb ?? ''] ?? 'atto compiuto a mano'} (${by}${why ? `: «${why}»` : ''})`
  }
  return isFaulty
    ? 'l’ispezione aveva trovato difetti nel PDF'
    : 'una sua lettera è stata ritirata, sospesa o corretta'
}

function nowOfCancelled({ item_count: letters, published_on }: Bundle, { replacedBy }: BundleEnd): string {
  if (letters === 0) return 'Annullato: nessuna sua lettera si poteva stampare.'
  if (replacedBy.length > 0) {
    return `Annullato: le lettere che possono partire sono nel lotto ${replacedBy.join(', ')}.`
  }
  return published_on === null
    ? 'Annullato prima di essere pronto: le lettere che possono partire vanno in un altro lotto.'
    : 'Annullato: le lettere che possono partire vanno in un lotto nuovo con la prossima stampa o consegna.'
}

function nowOfBundle({ name, state, hold, posting_on }: Bundle): string {
  if (hold === 'ISPEZIONE') {
    return 'Fermo: l’ispezione ha trovato difetti nel PDF. Il comando che li mostra è tra i passi di recapito status.'
  }
  if (hold !== null)
    return 'Una sua lettera è cambiata: la prossima stampa o consegna lo annulla e rifà le altre.'
  switch (state) {
    case 'published':
      return `Aspetta la consegna, prevista per il ${italianDate(posting_on)}: recapito run hand-over.`
    case 'delivered':
      return `Aspetta la conferma del postalizzatore: quando lo ha, recapito acknowledge ${name}.`
    case 'acknowledged':
      return 'Chiuso: non occorre fare nulla.'
    default:
      return 'Da completare: lo fa la prossima stampa.'
  }
}
