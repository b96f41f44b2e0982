import { describe, expect, test } from 'vitest'
import type { FindingCode } from '../../src/domain/finding.ts'
import { FINDING_TEXTS, fieldLabel, sentenceOf, severityOf } from '../../src/domain/finding-texts.ts'

const CODES = Object.keys(FINDING_TEXTS) as FindingCode[]

test.each(CODES)('%s has a sentence that ends, with and without a detail', (code) => {
  for (const finding of [
    { code, field: 'cap' },
    { code, field: 'cap', detail: '0018' },
  ]) {
    const sentence = sentenceOf(finding)
    expect(sentence).toMatch(/^[A-ZÈ].*\.$/)
    expect(sentence).not.toMatch(/\{|\}|undefined|\.\.| {2}|\(\)/)
  }
  expect(sentenceOf({ code, field: 'cap', detail: '0018' })).toContain('(0018). ')
})

test.each([
  {
    finding: { code: 'ERR_CAP_MISSING', field: 'cap', detail: '0018' } as const,
    sentence:
      'Il CAP manca o non ha cinque cifre (0018). Registrare l’indirizzo corretto (evento ADDRESS_CORRECTED), o ripresentare la richiesta con lo stesso numero.',
  },
  {
    finding: { code: 'CAMPO_MANCANTE', field: 'codice_fiscale' } as const,
    sentence:
      'Manca il campo obbligatorio «codice fiscale». Correggere la riga e ripresentarla in un nuovo flusso.',
  },
])('says what was found and what to do: $finding.code', ({ finding, sentence }) => {
  expect(sentenceOf(finding)).toBe(sentence)
})

describe('severity', () => {
  test.each([
    ...CODES.filter((code) => code.startsWith('ERR_')),
    'SOLO_SPORTELLO',
    'TROPPE_RICHIESTE',
    'DECEDUTO',
    'CONTATTO_MANCANTE',
    'EMAIL_OBBLIGATORIA',
    'GLIFO_MANCANTE',
    'TESTO_TROPPO_LUNGO',
  ] as FindingCode[])('%s waits for a person', (code) => {
    expect(severityOf(code)).toBe('hold')
  })

  test.each([
    ...CODES.filter((code) => code.startsWith('WARN_')),
    'OK_NORMALISED',
    'RICHIESTA_RIPETUTA',
  ] as FindingCode[])('%s goes on', (code) => {
    expect(severityOf(code)).toBe('warn')
  })

  test.each([
    ...CODES.filter((code) => code.startsWith('EVENTO_') || code.startsWith('CF_')),
    'NUMERO_COLONNE',
    'CAMPO_MANCANTE',
    'CAMPO_TROPPO_LUNGO',
    'CARATTERE_DI_CONTROLLO',
    'VALORE_NON_AMMESSO',
    'DATA_NON_VALIDA',
    'DELEGA_NON_AMMESSA',
    'PIN_DISMESSO',
    'GIA_TITOLARE',
    'RICHIESTA_GIA_LAVORATA',
  ] as FindingCode[])('%s does not enter', (code) => {
    expect(severityOf(code)).toBe('reject')
  })
})

test('columns have Italian names, an unknown one keeps its own', () => {
  expect(fieldLabel('codice_fiscale')).toBe('codice fiscale')
  expect(fieldLabel('address_line_2')).toBe('indirizzo estero, riga 2')
  expect(fieldLabel('colonna_nuova')).toBe('colonna_nuova')
})
