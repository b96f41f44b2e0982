import { describe, expect, test } from 'vitest'
import { csvChunks, withoutSecrets } from '../../src/batch/report/csv.ts'
import { html } from '../../src/batch/report/html.ts'
import {
  columnLabel,
  heldSentence,
  labelOf,
  productLabel,
  REQUEST_LABELS,
  reasonSentence,
} from '../../src/batch/report/labels.ts'
import { duration, since } from '../../src/batch/report/page-parts.ts'
import { addressOnOneLine, dialled } from '../../src/batch/report/report-csv.ts'
import { FINDING_TEXTS } from '../../src/domain/finding-texts.ts'
import type { PostalAddress } from '../../src/domain/postal-address.ts'

describe('cells of the lists', () => {
  async function csv(...cells: string[]): Promise<string> {
    async function* page() {
      yield [cells]
    }
    let text = ''
    for await (const chunk of csvChunks(['a'], page())) text += chunk
    return text
  }

  test.each([
    ['a formula', '=1+1', `"'=1+1"`],
    ['a plus, as in a telephone number', '+39 06', `"'+39 06"`],
    ['an at sign', '@x', `"'@x"`],
    ['a full-width equals sign', '＝1', `"'＝1"`],
    ['a tab before a formula', '\t=1', '" =1"'],
    ['a line break', 'a\r\nb', '"a b"'],
    ['quotes and semicolons', 'a"b;c', '"a""b;c"'],
    ['nothing', '', '""'],
    ['zeros in front', '00144', '"00144"'],
  ])('%s', async (_title, cell, written) => {
    expect(await csv(cell)).toBe(`\ufeff"a"\r\n${written}\r\n`)
  })

  test.each([
    ['a codice fiscale alone', 'RSSMRA50B17H501F', '[codice fiscale]'],
    ['in small letters, inside a text', 'id: rssmra50b17h501f.', 'id: [codice fiscale].'],
    ['with omocodia', 'RSSMRAR0B17H50MF', '[codice fiscale]'],
    ['beside an underscore', 'X_RSSMRA50B17H501F', 'X_[codice fiscale]'],
    ['a longer id stays', 'XRSSMRA50B17H501F', 'XRSSMRA50B17H501F'],
    ["a sender's id stays", 'WEB-20261120-2026-0000073', 'WEB-20261120-2026-0000073'],
  ])('%s', (_title, text, shown) => {
    expect(withoutSecrets(text)).toBe(shown)
  })

  test.each([
    ['+393331234567', '0039 333 123 4567'],
    ['+390612345678', '0039 06 1234 5678'],
    ['+41446681800', '0041 44 668 18 00'],
    ['+999123456', '0099 9123456'],
  ])('%s is dialled as %s', (e164, number) => {
    expect(dialled(e164)).toBe(number)
  })

  const NOWHERE: PostalAddress = {
    residence: 'ITALIA',
    presso: '',
    street: '',
    civic: '',
    details: '',
    poBox: '',
    poBoxOffice: '',
    frazione: '',
    locality: '',
    cap: '',
    province: '',
    country: 'IT',
    foreignLines: [],
  }
  test.each<[string, Partial<PostalAddress>, string]>([
    [
      'a street',
      { street: 'Via Roma', civic: '1', cap: '28838', locality: 'Stresa', province: 'VB' },
      'Via Roma 1, 28838 Stresa (VB)',
    ],
    [
      'a PO box',
      { poBox: '12', poBoxOffice: 'Roma 5', cap: '00100', locality: 'Roma' },
      'casella postale 12 Roma 5, 00100 Roma',
    ],
    [
      'all parts',
      { presso: 'Bianchi', street: 'Via A', details: 'int. 3', frazione: 'Pieve' },
      'Bianchi, Via A, int. 3, Pieve',
    ],
    [
      'abroad',
      { residence: 'ESTERO', foreignLines: ['Rue X 1', '75001 Paris'], country: 'FR' },
      'Rue X 1, 75001 Paris, FR',
    ],
  ])('an address on one line: %s', (_title, parts, line) => {
    expect(addressOnOneLine({ ...NOWHERE, ...parts })).toBe(line)
  })
})

describe('words', () => {
  test('every finding has a sentence without an empty name of a field', () => {
    for (const code of Object.keys(FINDING_TEXTS)) {
      expect([code, reasonSentence(code, 'street')]).toEqual([code, expect.stringMatching(/^\p{Lu}.*[.]$/u)])
    }
    expect(reasonSentence('WARN_CF_NOME')).toMatch(/^Un campo non corrisponde/)
    expect(reasonSentence('WARN_CONTATTO_NON_VALIDO')).toMatch(/^Un recapito non è valido/)
  })

  test('a code, a state or a product that nobody described is shown as it is', () => {
    expect(reasonSentence('NUOVO_CODICE')).toContain('NUOVO_CODICE')
    expect(labelOf(REQUEST_LABELS, 'NEW_STATE')).toBe('NEW_STATE')
    expect(productLabel('TEST_NEW_IT')).toBe('NEW_IT (prova)')
    expect(productLabel('TEST_CUD_IT')).toBe('CUD e CU, Italia (prova)')
    expect(columnLabel(null)).toBe('')
  })

  test('an address that certificates should go to is corrected in the archive, by no event', () => {
    expect(heldSentence('request', 'ERR_NO_CIVIC', 'civic')).toContain('ADDRESS_CORRECTED')
    expect(heldSentence('certificate_request', 'ERR_NO_CIVIC', 'civic')).toMatch(
      /^Manca il numero civico\. .*Far correggere l’indirizzo in archivio\. Ripresentare la richiesta/,
    )
    expect(heldSentence('certificate_letter', 'TESTO_TROPPO_LUNGO', 'x')).toMatch(
      /Correggerlo all’origine e ripresentare la riga della certificazione\.$/,
    )
  })

  test('times are written as Italians do', () => {
    expect([50, 12_340, 200_000, 7_260_000].map(duration)).toEqual([
      '0,1 s',
      '12,3 s',
      '3 min 20 s',
      '2 h 1 min',
    ])
    expect([null, 0, 1, 12].map((oldestDays) => since({ oldestDays }))).toEqual([
      '',
      'da oggi',
      'da 1 giorno',
      'da 12 giorni',
    ])
  })

  test('whatever is put into a page is escaped', () => {
    expect(html`<p title="${'"><script>'}">${['<b>', html`<i>${'&'}</i>`]}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;<i>&amp;</i></p>',
    )
  })
})
