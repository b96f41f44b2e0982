/** @module The part of the page that staff act on: what waits for a person, and the balance. */
import { italianDate, withArticle } from '../../domain/civil-date.ts'
import { count, counted } from '../../domain/counted.ts'
import { balances } from './balance.ts'
import { type Html, html } from './html.ts'
import { columnLabel, labelOf } from './labels.ts'
import { remaining } from './page-certificates.ts'
import { dateOrDash, since, table } from './page-parts.ts'
import { isFaulty, type Report } from './report.ts'

export function tiles(report: Report): Html {
  const { waiting, counts } = report
  const failing = report.balance.filter((line) => !balances(line))
  const balance =
    failing.length === 0
      ? tile(
          'good',
          'Tutto torna',
          `${counted(report.balance.length, 'conto verificato', 'conti verificati')}, nessuna differenza.`,
        )
      : tile(
          'bad',
          'I conti non tornano',
          `${counted(failing.length, 'differenza', 'differenze')}: si veda «I conti» prima di proseguire.`,
        )
  const people =
    counts.waiting === 0
      ? tile('good', 'Niente aspetta una persona', 'Niente di sospeso, nessuno da richiamare.')
      : tile(
          'care',
          counted(counts.waiting, 'cosa aspetta una persona', 'cose aspettano una persona'),
          `La più vecchia ${since(waiting)}.`,
        )
  return html`<ul class="tiles">${[balance, people, jobsTile(report)]}</ul>`
}

function jobsTile({ runs }: Report): Html {
  const unfinished = runs.filter((run) => run.state !== 'completed' && !run.retried).length
  if (unfinished > 0) {
    const title = counted(unfinished, 'lavoro non è finito', 'lavori non sono finiti')
    return tile('bad', title, 'Ripetere lo stesso comando: riprende da dove era arrivato.')
  }
  return runs.length === 0
    ? tile('care', 'Nessun lavoro eseguito', 'Per questa data c’è solo questo rapporto.')
    : tile(
        'good',
        'I lavori sono finiti',
        `${counted(runs.length, 'esecuzione', 'esecuzioni')} per questa data.`,
      )
}

function tile(kind: 'good' | 'care' | 'bad', title: string, text: string): Html {
  return html`<li class="${kind}"><strong>${title}</strong>${text}</li>`
}

const NAMED = 5

/** One entry for each thing to do, with where to find it. */
export function todo(report: Report, { specimen }: { specimen: boolean }): Html {
  const { callList, firstHalves, lettersToPrint, certificateLettersToPrint, ...waiting } = report.waiting
  const { heldRequests, heldLetters, heldCertificates, heldCertificateRequests, heldByStaff } = waiting
  const entries: Html[] = []
  const add = (n: number, entry: () => Html) => {
    if (n > 0) entries.push(html`<li>${entry()}</li>`)
  }
  const toCorrect = [heldRequests, heldLetters, heldCertificateRequests]
  add(
    toCorrect.reduce((sum, { count: n }) => sum + n, 0),
    () => html`<b>Correggere ${heldThings(report.waiting)}</b> (la più vecchia ${since(oldest(toCorrect))}):
l’elenco, con il campo da correggere, è in <a href="held.csv">held.csv</a>. Il mittente può anche ripresentare la richiesta
corretta con lo stesso numero.`,
  )
  add(
    heldCertificates.count,
    () => html`<b>Correggere ${counted(heldCertificates.count, 'certificazione sospesa', 'certificazioni sospese')}</b>
(la più vecchia ${since(heldCertificates)}) facendo ripresentare la riga corretta: punto, motivo e termine sono in
<a href="held.csv">held.csv</a>, i totali in <a href="#certificates">Certificazioni</a>. ${nextDeadline(report)}`,
  )
  add(
    heldByStaff.count,
    () => html`<b>Decidere di ${counted(heldByStaff.count, 'cosa fermata', 'cose fermate')} dal personale</b>
(la più vecchia ${since(heldByStaff)}): <span class="code">recapito release</span> la libera,
<span class="code">recapito cancel</span> la annulla; numeri e motivi sono in <a href="held.csv">held.csv</a>.`,
  )
  add(
    callList.count,
    () => html`<b>Richiamare ${counted(callList.count, 'persona', 'persone')}</b> (la prima in elenco ${since(callList)})
per verificare identità e indirizzo: <a href="call-list.csv">call-list.csv</a>.
${callList.withoutPhone > 0 ? `Senza telefono, da raggiungere a mano: ${count(callList.withoutPhone)}. ` : ''}
${callList.overdue > 0 ? html`<span class="mark care">In elenco da più di ${callList.maxAgeDays} giorni: ${count(callList.overdue)}.</span>` : ''}`,
  )
  const faulty = report.bundles.filter(isFaulty)
  add(
    faulty.length,
    () => html`<b>${counted(faulty.length, 'lotto è fermo', 'lotti sono fermi')}: l’ispezione ha trovato difetti nel PDF</b>
(${faulty
      .slice(0, NAMED)
      .map(({ name }) => name)
      .join(
        ', ',
      )}${faulty.length > NAMED ? ' …' : ''}). <span class="code">recapito inspect</span> li nomina uno per uno; tolta la
causa, la stampa della notte seguente rifà il lotto.`,
  )
  add(
    firstHalves.count,
    () => html`<b>${counted(firstHalves.count, 'prima parte non è partita', 'prime parti non sono partite')}</b> entro
${firstHalves.allowedHours} ore (la più vecchia ${since(firstHalves)}): ripetere <span class="code">recapito run send-first-halves</span>
e guardare l’errore dell’ultima esecuzione.`,
  )
  add(
    lettersToPrint.count,
    () => html`<b>${counted(lettersToPrint.count, 'lettera è ancora da stampare', 'lettere sono ancora da stampare')}</b>
(la più vecchia ${since(lettersToPrint)}): ripetere <span class="code">recapito run print-pin-letters</span>.`,
  )
  add(
    certificateLettersToPrint.count,
    () => html`<b>${counted(certificateLettersToPrint.count, 'lettera con certificazioni è ancora da stampare', 'lettere con certificazioni sono ancora da stampare')}</b>
(la più vecchia ${since(certificateLettersToPrint)}): ripetere <span class="code">recapito run print-certificates</span>.`,
  )
  add(
    waiting.bundlesToHandOver,
    () => html`<b>${counted(waiting.bundlesToHandOver, 'lotto è pronto', 'lotti sono pronti')} per il postalizzatore</b>:
${specimen ? html`guardare <a href="specimen.pdf">specimen.pdf</a> prima della consegna, che` : 'la consegna'}
avviene la mattina del prossimo giorno lavorativo. Se tutto va bene, non occorre altro.`,
  )
  const { bundlesToApprove } = waiting
  add(
    bundlesToApprove.length,
    () => html`<b>${counted(bundlesToApprove.length, 'lotto aspetta', 'lotti aspettano')} l’approvazione</b>
(${bundlesToApprove.join(', ')}), e senza non parte: <span class="code">recapito proofs</span>, poi una seconda persona
<span class="code">recapito approve &lt;lotto&gt;</span>.`,
  )
  add(
    waiting.bundlesToAcknowledge.count,
    () => html`<b>${counted(waiting.bundlesToAcknowledge.count, 'lotto consegnato aspetta', 'lotti consegnati aspettano')}
la conferma</b> del postalizzatore (il più vecchio ${since(waiting.bundlesToAcknowledge)}): se tarda, chiederla; poi
<span class="code">recapito acknowledge &lt;lotto&gt;</span>.`,
  )
  const files = report.certificates.unconfirmed.filter(({ isPaper }) => !isPaper)
  const prepared = files.reduce((sum, { count: n }) => sum + n, 0)
  add(
    prepared,
    () => html`<b>${counted(prepared, 'rilascio di certificazione aspetta', 'rilasci di certificazioni aspettano')} conferma</b>
(il più vecchio ${since(oldest(files))}): quando la persona o il canale ha il file,
<span class="code">recapito certificates confirm &lt;numero&gt;</span>. I numeri sono negli elenchi sotto output/releases.`,
  )
  return html`<section aria-labelledby="todo"><h2 id="todo">Che cosa c’è da fare</h2>
${entries.length > 0 ? html`<ul class="todo">${entries}</ul>` : html`<p class="nothing">Niente: nulla aspetta una persona.</p>`}
${holdsTable(report)}</section>`
}

/** Only what there is. */
function heldThings({ heldRequests, heldLetters, heldCertificateRequests }: Report['waiting']): string {
  const things = [
    [heldRequests, 'richiesta di PIN sospesa', 'richieste di PIN sospese'],
    [heldCertificateRequests, 'richiesta di certificazione sospesa', 'richieste di certificazione sospese'],
    [heldLetters, 'lettera sospesa', 'lettere sospese'],
  ] as const
  return AND.format(
    things.filter(([{ count: n }]) => n > 0).map(([{ count: n }, one, many]) => counted(n, one, many)),
  )
}

const AND = new Intl.ListFormat('it', { type: 'conjunction' })

function oldest<Heap extends { readonly oldestDays: number | null }>(heaps: readonly Heap[]): Heap {
  return heaps.reduce((a, b) => ((a.oldestDays ?? -1) >= (b.oldestDays ?? -1) ? a : b))
}

/** The first deadline that held certificates can still meet, and how many have missed theirs. */
function nextDeadline({ certificates }: Report): Html | string {
  const due = certificates.holds.flatMap(({ daysLeft, withoutValid }) =>
    daysLeft === null || withoutValid === 0 ? [] : [{ daysLeft, withoutValid }],
  )
  const late = due
    .filter(({ daysLeft }) => daysLeft < 0)
    .reduce((sum, { withoutValid }) => sum + withoutValid, 0)
  const next = Math.min(...due.map(({ daysLeft }) => daysLeft).filter((days) => days >= 0))
  return html`${Number.isFinite(next) ? html`<span class="mark care">Primo termine di consegna: ${remaining(next)}.</span> ` : ''}
${late > 0 ? html`<span class="mark bad">Oltre il termine, e senza altra certificazione: ${count(late)}.</span>` : ''}`
}

const HELD_LABELS: Readonly<Record<string, string>> = {
  request: 'richieste di PIN',
  letter: 'lettere con il PIN',
  certificate_letter: 'lettere con certificazioni',
  certificate_request: 'richieste di certificazione',
}

/** Of certificates, which have deadlines, the section about them tells. */
function holdsTable(report: Report): Html | string {
  const holds = report.holds.filter(({ kind }) => kind !== 'certificate')
  if (holds.length === 0) return ''
  return table(
    'Perché richieste e lettere sono sospese',
    [
      { title: 'Codice' },
      { title: 'Quante', kind: 'number' },
      { title: 'Motivo e rimedio' },
      { title: 'Campo' },
      { title: 'Dal', kind: 'date' },
    ],
    holds.map(({ kind, code, field, sentence, count: n, oldestOn, oldestDays }) => ({
      cells: [
        html`<span class="code">${code}</span><span class="sub">${labelOf(HELD_LABELS, kind)}</span>`,
        count(n),
        sentence,
        columnLabel(field),
        html`${dateOrDash(oldestOn)}<span class="sub">${since({ oldestDays })}</span>`,
      ],
    })),
  )
}

export function balanceSection({ balance }: Report): Html {
  const failing = balance.filter((line) => !balances(line))
  const words =
    failing.length === 0
      ? html`<p><span class="mark good">Tutto torna.</span> Ogni riga arrivata ha avuto un esito, ogni lettera ha la sua
prima parte o i suoi rilasci e il suo posto, ogni lotto è sul disco.</p>`
      : html`<p><span class="mark bad">Non tutto torna.</span> Registro e realtà non coincidono: non consegnare nulla e far
verificare a un amministratore le righe segnate (docs/operations.md, uscita 5).</p>`
  return html`<section aria-labelledby="balance"><h2 id="balance">I conti</h2>${words}
${table(
  'Che cosa deve essere uguale',
  [
    { title: 'Conto' },
    { title: 'Atteso', kind: 'number' },
    { title: 'Trovato', kind: 'number' },
    { title: 'Esito' },
  ],
  balance.map((line) => ({
    cells: [
      line.line,
      count(line.expected),
      count(line.found),
      balances(line)
        ? html`<span class="mark good">torna</span>`
        : html`<span class="mark bad">NON torna</span>`,
    ],
    bad: !balances(line),
  })),
)}</section>`
}

export function filesSection(withSpecimen: boolean, on: string): Html {
  return html`<section aria-labelledby="files"><h2 id="files">I file di questo rapporto</h2><ul>
<li><a href="held.csv">held.csv</a>: richieste, lettere e certificazioni sospese, dalla più vecchia</li>
<li><a href="call-list.csv">call-list.csv</a>: chi richiamare, come e che cosa chiedere</li>
<li><a href="rejected.csv">rejected.csv</a>: righe e richieste respinte ${withArticle(on, italianDate(on))}, con il campo da correggere</li>
<li><a href="outcomes.csv">outcomes.csv</a>: l’esito di ogni riga, per i mittenti dei flussi</li>
${withSpecimen ? html`<li><a href="specimen.pdf">specimen.pdf</a>: fino a dieci lettere di oggi, con i dati più lunghi e insoliti e il codice coperto</li>` : ''}
<li><a href="report.json">report.json</a>: gli stessi numeri, per i programmi</li></ul></section>`
}
