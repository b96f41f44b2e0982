/** @module What became of a bundle, and what to do with it. */
import { productLabel } from '../../batch/report/labels.ts'
import { type CivilDate, italianDate } from '../../domain/civil-date.ts'
import { kindOf } from '../../domain/products.ts'
import { type Bundle, bundleByName } from '../../store/bundle.ts'
import type { Executor } from '../../store/dialect.ts'

export async function bundleStory(
  db: Executor,
  name: string,
): Promise<{ data: unknown; lines: string[] } | undefined> {
  const bundle = await bundleByName(db, name)
  if (!bundle) return undefined
  const events = bundleEvents(bundle)
  const now = nowOfBundle(bundle)
  const { product, state, item_count: letters, pages, manifest_sha256: manifestSha256, replaces } = bundle
  const size = `${letters.toLocaleString('it-IT')} lettere${pages ? `, ${pages.toLocaleString('it-IT')} pagine` : ''}`
  return {
    data: { bundle: name, product, state, letters, pages, manifestSha256, replaces, events, now },
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

function bundleEvents(bundle: Bundle): { on: CivilDate; text: string }[] {
  const { product, business_date, replaces, published_on, delivered_on, acknowledged_on, erased_on } = bundle
  const takes = replaces ? `, al posto di ${replaces}` : ''
  const dated: [string | null, string][] = [
    [business_date, `Lettere fissate nel lotto${takes}.`],
    [published_on, 'Stampato e pronto.'],
    [delivered_on, 'Consegnato al postalizzatore.'],
    [acknowledged_on, 'Confermato dal postalizzatore.'],
    [erased_on, kindOf(product) === 'PIN_HALF2' ? 'PDF e seconde parti cancellati.' : 'PDF cancellato.'],
  ]
  return dated.flatMap(([on, text]) => (on === null ? [] : [{ on, text }]))
}

function nowOfBundle({ name, state, hold, posting_on }: Bundle): string {
  if (state === 'cancelled') return 'Annullato: le sue lettere sono ritirate o sono in un altro lotto.'
  if (hold === 'ISPEZIONE') return `Fermo: l’ispezione ha trovato difetti nel PDF. Si veda recapito status.`
  if (hold !== null) return 'Una sua lettera è cambiata: la prossima stampa lo rifà.'
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
