/** @module `recapito reconcile --adopt` and `--rebuild`: mending what can be mended, by hand and under the lease. */
import { lastDayOfCodes } from '../../../jobs/print-pin-letters.ts'
import type { App, SharedContext } from '../../app.ts'
import type { Flags } from '../../config.ts'
import { counted } from '../../domain/counted.ts'
import { kindOf } from '../../domain/products.ts'
import { type Adopted, adoptBundles, type UnknownLetter } from '../../vendor/adopt-bundles.ts'
import { type Rebuilt, rebuildBundle } from '../../vendor/rebuild-bundle.ts'
import { answer } from '../answer.ts'
import { actOf, type ByHand } from '../by-hand.ts'
import { withApp } from '../session.ts'
import { differencesIn, findDifferences, MISMATCH } from './find-differences.ts'

type Options = ByHand & { readonly reason: string; readonly json?: boolean }

export function adopt(flags: Flags, options: Options): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const adopted = await adoptByHand(app, options)
    const left = await differencesLeft(app, options)
    answer(options.json, { adopted, differences: left }, [
      ...(adopted.length === 0 ? ['Niente da prendere nel registro.'] : adopted.flatMap(adoptedLines)),
      ...leftLines(left.length),
    ])
  })
}

export function rebuild(flags: Flags, name: string, options: Options): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const rebuilt = await rebuildByHand(app, name, options)
    const left = await differencesLeft(app, options)
    answer(options.json, { bundle: name, ...rebuilt, differences: left }, [
      ...(rebuilt.files
        ? [`${name}: ristampato, con la stessa impronta di allora. I file sono di nuovo al loro posto.`]
        : []),
      ...(rebuilt.copy
        ? [`${name}: rimessa anche la copia per il postalizzatore, che ignora un nome già avuto.`]
        : []),
      ...(rebuilt.files || rebuilt.copy ? [] : [`${name}: i file sono quelli sigillati, niente da fare.`]),
      ...leftLines(left.length),
    ])
  })
}

export function adoptByHand(app: App, options: Options): Promise<Adopted[]> {
  return app.underLease((shared) =>
    adoptBundles({
      ...workOf(app, shared),
      act: actOf(app, 'adopt', options),
      expiresOn: ({ product, businessDate, postingOn }) =>
        kindOf(product) === 'PIN_HALF2'
          ? lastDayOfCodes(shared.parameter, businessDate, product, postingOn)
          : '',
    }),
  )
}

export function rebuildByHand(app: App, name: string, options: Options): Promise<Rebuilt> {
  return app.underLease((shared) =>
    rebuildBundle(
      {
        ...workOf(app, shared),
        act: actOf(app, 'rebuild', options),
        render: shared.render,
        async templateVersion(product) {
          const template =
            kindOf(product) === 'PIN_HALF2' ? await shared.letterTemplate() : await shared.certificatePaper()
          return template.version
        },
      },
      name,
    ),
  )
}

function workOf(app: App, { files, folders, store }: SharedContext) {
  return { store, files, folders, vendor: app.settings.vendor.name }
}

async function differencesLeft(app: App, { date }: Options) {
  const check = { files: app.files, folders: app.folders, vendor: app.settings.vendor.name }
  const on = date ?? actOf(app, '', {}).on
  const left = differencesIn(await findDifferences(app.store.db, check, on))
  if (left.length > 0) process.exitCode = MISMATCH
  return left
}

function leftLines(left: number): string[] {
  return left === 0
    ? ['Tutto torna.']
    : [`Restano conti che non tornano (${left}): recapito reconcile li elenca.`]
}

const OUTCOMES: Readonly<Record<Adopted['outcome'], (letters: number) => string>> = {
  published: (letters) => `preso nel registro come pronto, ${letterCount(letters)}: non si ristampa`,
  delivered: (letters) => `preso nel registro come consegnato, ${letterCount(letters)}: non si ristampa`,
  quarantined: () => 'messo da parte in output/quarantine: non sarà consegnato',
  removed: () => 'lavoro interrotto di un lotto sconosciuto, distrutto: non era mai uscito',
  left: () =>
    'è del postalizzatore, ma i suoi file non si leggono: ripristinare la cartella da una copia e ripetere. Fino ad allora nessuna notte',
}

function adoptedLines({ name, outcome, letters, unknown, elsewhere, departed }: Adopted): string[] {
  const state = departed
    ? 'dal postalizzatore: chiedergli di non spedire. Il codice non vale, e chi lo riceve chieda un nuovo PIN'
    : 'ancora qui: provvedono i flussi arrivati dopo il backup, rimessi in data/inbox'
  return [
    `${name}: ${OUTCOMES[outcome](letters)}`,
    ...(unknown.length > 0 ? [`  ${letterCount(unknown.length)} che il registro non conosce, ${state}`] : []),
    ...unknown.map(pieceLine),
    ...(elsewhere.length > 0
      ? [
          `  ${letterCount(elsewhere.length)} anche in un altro lotto: verificare con il postalizzatore che a ogni persona ne arrivi una sola`,
        ]
      : []),
    ...elsewhere.map(pieceLine),
  ]
}

function letterCount(n: number): string {
  return counted(n, 'lettera', 'lettere')
}

function pieceLine({ publicId, recipient, locality }: UnknownLetter): string {
  return `    ${publicId}  ${recipient}, ${locality}`
}
