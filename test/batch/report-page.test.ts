import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/batch/report/report.ts'
import { reportHtml } from '../../src/batch/report/report-html.ts'

const NONE = { count: 0, oldestOn: null, oldestDays: null }

const QUIET: Report = {
  version: 1,
  slot: '2026-11-22',
  test: false,
  madeAt: '2026-11-22T02:31:00.000Z',
  runs: [],
  feeds: [],
  requests: {},
  pinEvents: {},
  credentials: {},
  letters: {},
  letterLanguages: { printed: {}, fellBackFrom: {} },
  messages: {},
  rejections: [],
  refusals: [],
  warnings: [],
  holds: [],
  bundles: [],
  certificates: {
    years: [],
    holds: [],
    warnings: [],
    requests: {},
    missing: [],
    releases: {},
    unconfirmed: [],
  },
  waiting: {
    heldRequests: NONE,
    heldLetters: NONE,
    heldCertificates: NONE,
    heldCertificateRequests: NONE,
    heldByStaff: NONE,
    callList: { ...NONE, withoutPhone: 0, overdue: 0, maxAgeDays: 30 },
    firstHalves: { ...NONE, allowedHours: 12 },
    lettersToPrint: NONE,
    certificateLettersToPrint: NONE,
    bundlesToHandOver: 0,
    bundlesToApprove: [],
    bundlesToAcknowledge: NONE,
    oldestDays: null,
  },
  balance: [{ line: 'Lettere', expected: 3, found: 3 }],
  auditLink: { seq: 41, hash: 'c0ffee'.padEnd(64, '0') },
  counts: { rows: 0, rejected: 0, held: 0, callList: 0, waiting: 0 },
  exitHint: 0,
}

const RUN = {
  job: 'intake',
  slot: '2026-11-22',
  attempt: 1,
  state: 'failed',
  startedAt: '2026-11-22T02:30:00.000Z',
  endedAt: '2026-11-22T02:30:01.500Z',
  durationMs: 1500,
  counts: { rows: 12 },
  error: 'NoSpace',
  retried: false,
}

const BUSY: Report = {
  ...QUIET,
  test: true,
  runs: [
    RUN,
    { ...RUN, job: 'issue-pins', slot: '2026-11-22T0930', attempt: 2, state: 'completed', error: null },
  ],
  feeds: [
    {
      file: 'pin-requests-<b>&.csv',
      kind: 'pin-requests',
      state: 'accepted',
      sha256: 'ab12',
      rows: 9,
      entered: 6,
      rejected: 2,
      repeated: 1,
      sentence: null,
    },
    {
      file: 'x.csv',
      kind: 'pin-events',
      state: 'refused',
      sha256: 'cd34',
      rows: null,
      entered: null,
      rejected: null,
      repeated: null,
      sentence: 'Il file è vuoto.',
    },
  ],
  requests: { APPROVED: 1200, NEW_STATE: 3 },
  letters: { TEST_PIN_IT: { published: 5 } },
  letterLanguages: { printed: { it: 3, 'it+de': 1, ar: 1 }, fellBackFrom: { de: 2, ru: 1 } },
  messages: { SMS: { sent: 5 } },
  holds: [
    {
      kind: 'letter',
      code: 'GLIFO_MANCANTE',
      field: 'riga 1',
      sentence: 'Riscrivere.',
      count: 2,
      oldestOn: '2026-11-20',
      oldestDays: 2,
    },
  ],
  bundles: [
    {
      name: 'TEST_PIN_IT-20261122-001-ab',
      product: 'TEST_PIN_IT',
      state: 'published',
      hold: 'DA_RIFARE',
      letters: 5,
      pages: 5,
      manifestSha256: 'ef56',
      replaces: 'TEST_PIN_IT-20261121-001-cd',
      postingOn: '2026-11-23',
      publishedOn: '2026-11-22',
      deliveredOn: null,
      acknowledgedOn: null,
    },
  ],
  waiting: {
    heldRequests: { count: 1, oldestOn: '2026-11-22', oldestDays: 0 },
    heldLetters: { count: 2, oldestOn: '2026-11-20', oldestDays: 2 },
    heldCertificates: { count: 1, oldestOn: '2026-11-20', oldestDays: 2 },
    heldCertificateRequests: { count: 1, oldestOn: '2026-11-21', oldestDays: 1 },
    heldByStaff: { count: 2, oldestOn: '2026-11-19', oldestDays: 3 },
    callList: {
      count: 4,
      oldestOn: '2026-10-01',
      oldestDays: 52,
      withoutPhone: 1,
      overdue: 2,
      maxAgeDays: 30,
    },
    firstHalves: { count: 1, oldestOn: '2026-11-20', oldestDays: 2, allowedHours: 12 },
    lettersToPrint: { count: 3, oldestOn: '2026-11-21', oldestDays: 1 },
    certificateLettersToPrint: { count: 1, oldestOn: '2026-11-21', oldestDays: 1 },
    bundlesToHandOver: 1,
    bundlesToApprove: [],
    bundlesToAcknowledge: { count: 1, oldestOn: '2026-11-18', oldestDays: 4 },
    oldestDays: 52,
  },
  balance: [...QUIET.balance, { line: 'Righe', expected: 9, found: 8 }],
  counts: { rows: 9, rejected: 2, held: 3, callList: 4, waiting: 7 },
}

const text = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the page', () => {
  test('of a quiet day says that nothing is to be done and that everything balances', () => {
    const page = text(reportHtml(QUIET, { specimen: false }))
    expect(page).toContain('Rapporto del 22 novembre 2026')
    expect(page).toContain('domenica; situazione del 22/11/2026 alle 03:31')
    for (const words of [
      'Tutto torna',
      'Niente aspetta una persona',
      'Niente: nulla aspetta una persona.',
      'Nessun flusso',
      'Nessuna certificazione e nessuna richiesta di certificazione.',
    ]) {
      expect(page).toContain(words)
    }
    expect(page).not.toMatch(/PROVA|specimen|per lingua|bozza|NaN|undefined|\bnull\b|\[object/)
  })

  test('shows the end of the audit chain, whole, to be written down', () => {
    const { hash } = QUIET.auditLink ?? { hash: '' }
    expect(text(reportHtml(QUIET, { specimen: false }))).toContain(`anello n. 41, impronta ${hash}`)
  })

  test('of a busy day says what to do, in order, with singular and plural', () => {
    const page = text(reportHtml(BUSY, { specimen: true }))
    for (const words of [
      'PROVA: dati di prova',
      'I conti non tornano 1 differenza',
      '7 cose aspettano una persona La più vecchia da 52 giorni.',
      '1 lavoro non è finito',
      'Correggere 1 richiesta di PIN sospesa, 1 richiesta di certificazione sospesa e 2 lettere sospese (la più vecchia da 2 giorni)',
      'Correggere 1 certificazione sospesa (la più vecchia da 2 giorni)',
      'Decidere di 2 cose fermate dal personale (la più vecchia da 3 giorni)',
      '1 lettera con certificazioni è ancora da stampare (la più vecchia da 1 giorno)',
      'Richiamare 4 persone',
      'Senza telefono, da raggiungere a mano: 1.',
      'In elenco da più di 30 giorni: 2.',
      '1 prima parte non è partita entro 12 ore',
      '3 lettere sono ancora da stampare',
      '1 lotto è pronto per il postalizzatore',
      '1 lotto consegnato aspetta la conferma',
      'Righe 9 8 NON torna',
      'prende il posto di TEST_PIN_IT-20261121-001-cd',
      'da rifare',
      'NEW_STATE 3',
      '1.203',
      'pin-requests-&lt;b&gt;&amp;.csv',
      'fallito NoSpace',
      '03:30 1,5 s',
      'tentativo 2',
      'italiano 3 italiano e tedesco 1 arabo 1',
      '2 lettere stampate in italiano perché il testo in tedesco manca o è ancora una bozza.',
      '1 lettera stampata in italiano perché il testo in russo manca o è ancora una bozza.',
    ]) {
      expect(page).toContain(words)
    }
  })

  test('stands alone: no script, nothing fetched, links only into itself and its folder', () => {
    const page = reportHtml(BUSY, { specimen: true })
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|javascript:|https?:/i)
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    const files = ['held.csv', 'call-list.csv', 'rejected.csv', 'outcomes.csv', 'specimen.pdf', 'report.json']
    for (const [, target = ''] of page.matchAll(/href="([^"]+)"/g)) {
      expect(target.startsWith('#') ? ids : files).toContain(target.replace('#', ''))
    }
  })

  test('can be read by ear: language, one main heading, captions, scopes, labelled sections', () => {
    for (const report of [QUIET, BUSY]) {
      const page = reportHtml(report, { specimen: true })
      expect(page).toMatch(/^<!doctype html>\n<html lang="it">/)
      expect(page.match(/<h1/g)).toHaveLength(1)
      expect(page.match(/<caption>/g)).toHaveLength(page.match(/<table>/g)?.length ?? 0)
      expect(page).not.toMatch(/<th(?![^>]*scope="(col|row)")(?!ead)[^>]*>/)
      for (const [, id] of page.matchAll(/aria-labelledby="([^"]+)"/g))
        expect(page).toContain(`<h2 id="${id}">`)
      for (const tag of ['table', 'tr', 'td', 'th', 'section', 'div', 'ul', 'li', 'span', 'p', 'b', 'a']) {
        const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0
        expect([tag, page.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0]).toEqual([tag, opened])
      }
    }
  })
})
