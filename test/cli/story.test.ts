import { describe, expect, test } from 'vitest'
import { tellStory } from '../../src/cli/story/tell-story.ts'
import type { Credential } from '../../src/store/credential.ts'
import type {
  StoryCertificate,
  StoryCertificateRequest,
  StoryRelease,
} from '../../src/store/find/certificate-story.ts'
import type { HistoryRow, Story, StoryLetter, StoryRequest } from '../../src/store/find/story.ts'

const NOBODY = { codice_fiscale: 'X', surname: '', name: '', postal_name: '', birth_date: '' }
const NO_HOLD = { hold: null, hold_field: null, hold_detail: null, hold_on: null }
const EMPTY: Story = {
  codiceFiscale: 'X',
  requests: [],
  credentials: [],
  messages: [],
  letters: [],
  pinEvents: [],
  death: undefined,
  rejections: [],
  history: [],
  certificates: [],
  certificateRequests: [],
  releases: [],
}

const request = (changes: Partial<StoryRequest> = {}): StoryRequest => ({
  id: 1,
  request_key: 'R-1',
  file_name: 'f.csv',
  line: 2,
  submitted_on: '2026-11-18',
  received_on: '2026-11-20',
  channel: 'WEB',
  surname: 'ROSSI',
  name: 'ANNA',
  postal_name: '',
  printable: null,
  mobile: '+393331234567',
  email: '',
  pec: '',
  phone: '',
  state: 'RECEIVED',
  state_on: '2026-11-20',
  reason: null,
  ...NO_HOLD,
  ...changes,
})
const credential = (changes: Partial<Credential> = {}): Credential => ({
  id: 1,
  request_id: 1,
  codice_fiscale: 'X',
  state: 'PARTIAL',
  user_class: 'CITTADINO',
  verifier: null,
  issued_on: '2026-11-20',
  known_from: '2026-11-20',
  expires_on: '2027-05-19',
  first_used_on: null,
  last_changed_on: null,
  last_used_on: null,
  suspended_on: null,
  suspended_from: null,
  ...changes,
})
const letter = (changes: Partial<StoryLetter> = {}): StoryLetter => ({
  id: 1,
  public_id: 'R3K7Q-9TX2M-C',
  kind: 'PIN_HALF2',
  source_id: 1,
  snapshot: '{"addressLines":["ANNA ROSSI","VIA PO 3"]}',
  state: 'pending',
  state_on: '2026-11-20',
  created_on: '2026-11-20',
  recalled_from: null,
  ...NO_HOLD,
  bundle: null,
  posting_on: null,
  ...changes,
})
const certificate = (changes: Partial<StoryCertificate> = {}): StoryCertificate => ({
  id: 1,
  file_name: 'd.csv',
  line: 2,
  received_on: '2026-11-20',
  income_year: 2012,
  version: 1,
  kind: 'ORIGINAL',
  state: 'READY',
  state_on: '2026-11-20',
  ...NO_HOLD,
  ...changes,
})
const asking = (changes: Partial<StoryCertificateRequest> = {}): StoryCertificateRequest => ({
  id: 1,
  request_key: 'C-1',
  file_name: 'c.csv',
  line: 2,
  submitted_on: '2026-11-18',
  received_on: '2026-11-20',
  channel: 'PEC',
  income_years: '2012|2013',
  requester_name: '',
  state: 'RECEIVED',
  state_on: '2026-11-20',
  reason: null,
  missing: null,
  ...NO_HOLD,
  ...changes,
})
const release = (changes: Partial<StoryRelease> = {}): StoryRelease => ({
  id: 1,
  public_id: 'Q8FFY-RPNYF-F',
  request_id: 1,
  income_year: 2012,
  version: 1,
  copy_no: 1,
  channel: 'CAF',
  state: 'PREPARED',
  state_on: '2026-11-20',
  prepared_on: '2026-11-20',
  confirmed_on: null,
  file_name: 'caf/x.pdf',
  pec: '',
  letter_id: null,
  ...changes,
})
const happened = (changes: Partial<HistoryRow>): HistoryRow => ({
  id: 1,
  run_id: 1,
  object_type: 'request',
  object_id: 1,
  action: 'held',
  from_state: null,
  to_state: null,
  code: null,
  on_date: '2026-11-21',
  verb: null,
  by_whom: null,
  why: null,
  ...changes,
})
/** A letter whose bundle was published and taken back. */
const RECALLED = [
  happened({ id: 1, object_type: 'letter', action: 'moved', to_state: 'published' }),
  happened({ id: 2, object_type: 'letter', action: 'moved', from_state: 'published', to_state: 'pending' }),
]

describe('what now', () => {
  const issued = { requests: [request({ state: 'APPROVED' })], credentials: [credential()] }
  const fulfilled = (state: Credential['state']) => ({
    requests: [request({ state: 'FULFILLED' })],
    credentials: [credential({ state })],
  })
  test.each<[string, Partial<Story>, string | RegExp]>([
    ['nothing at all', {}, 'Non c’è nulla in sospeso.'],
    [
      'reported dead',
      { death: { codice_fiscale: 'X', deceased_on: '2026-05-12', death_cancelled_on: null } },
      'La persona risulta deceduta dal 12/05/2026.',
    ],
    [
      'just received',
      { requests: [request()] },
      /^La richiesta R-1 aspetta «Decisione e generazione dei PIN»/,
    ],
    [
      'held for its civic number',
      { requests: [request({ hold: 'ERR_NO_CIVIC', hold_field: 'civic', hold_detail: 'VIA PO' })] },
      /^La richiesta R-1 è sospesa\. Manca il numero civico \(VIA PO\)\..* recapito correct R-1 --civic "…" --reason "…"\.$/,
    ],
    [
      'held for a name abroad',
      { requests: [request({ hold: 'GLIFO_MANCANTE', hold_field: 'riga 1 dell’indirizzo' })] },
      /recapito correct R-1 --postal-name/,
    ],
    [
      'held for a contact',
      { requests: [request({ hold: 'CONTATTO_MANCANTE', hold_field: 'mobile' })] },
      /recapito correct R-1 --mobile/,
    ],
    [
      'held by staff',
      { requests: [request({ hold: 'FERMATA_DAL_PERSONALE', hold_detail: 'verifica' })] },
      /recapito release --request R-1/,
    ],
    [
      'deceased',
      { requests: [request({ hold: 'DECEDUTO', hold_field: 'codice_fiscale' })] },
      /risulta deceduta/,
    ],
    ['to call', { requests: [request({ state: 'CALLBACK' })] }, /lista delle persone da richiamare/],
    [
      'first half to send',
      { ...issued, credentials: [credential({ state: 'GENERATED' })] },
      /^La prima parte aspetta «Invio delle prime parti»/,
    ],
    [
      'letter to print',
      { ...issued, letters: [letter()] },
      /^La lettera R3K7Q-9TX2M-C aspetta «Stampa delle lettere»/,
    ],
    [
      'letter held by staff',
      { ...issued, letters: [letter({ hold: 'FERMATA_DAL_PERSONALE' })] },
      /recapito release --letter R3K7Q-9TX2M-C/,
    ],
    [
      'letter to hand over',
      { ...issued, letters: [letter({ state: 'published', bundle: 'B', posting_on: '2026-11-23' })] },
      'La lettera R3K7Q-9TX2M-C è stampata nel lotto B e aspetta «Consegna al postalizzatore», prevista per il 23/11/2026.',
    ],
    ['never used', fulfilled('AWAITING_FIRST_USE'), 'Il PIN aspetta il primo accesso entro il 19/05/2027.'],
    ['in use', fulfilled('ACTIVE'), 'Il PIN è in uso: non occorre fare nulla.'],
    ['expired', fulfilled('EXPIRED_UNUSED'), /scaduto senza essere usato: se serve ancora/],
    ['revoked', fulfilled('REVOKED'), /^Il PIN non vale più: se serve ancora, la persona può presentare/],
    [
      'refused',
      { requests: [request({ state: 'REJECTED', reason: 'GIA_TITOLARE' })] },
      /^Richiesta R-1: La persona ha già un PIN in uso/,
    ],
    [
      'a certificate without its note',
      { certificates: [certificate({ hold: 'NOTA_INCOMPLETA' })] },
      /^Certificazione dei redditi 2012 sospesa\. All’annotazione manca un dato/,
    ],
    [
      'certificates not yet there',
      { certificateRequests: [asking({ missing: '2013' })] },
      /^Richiesta C-1: Per qualche anno richiesto la certificazione non c’è ancora o è sospesa \(2013\)/,
    ],
    [
      'a PEC missing',
      { certificateRequests: [asking({ hold: 'PEC_MANCANTE', hold_field: 'pec' })] },
      /recapito correct C-1 --pec/,
    ],
    [
      'a file to confirm',
      { releases: [release()] },
      'Un rilascio è pronto: quando il destinatario lo ha, recapito certificates confirm Q8FFY-RPNYF-F.',
    ],
  ])('%s', (_, story, expected) => {
    const { now } = tellStory(NOBODY, { ...EMPTY, ...story })
    expect(now).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)])
  })
})

describe('what happened', () => {
  const by = { by_whom: 'mrossi', why: 'al telefono' }
  const recalled = {
    id: 3,
    object_type: 'letter',
    action: 'moved',
    from_state: 'published',
    to_state: 'pending',
  } as const
  test.each<[string, Partial<Story>, string]>([
    [
      'a hold by hand',
      { requests: [request()], history: [happened({ code: 'FERMATA_DAL_PERSONALE', ...by })] },
      'Richiesta R-1 fermata dall’ufficio (mrossi: «al telefono»).',
    ],
    [
      'a cancel by hand',
      {
        requests: [request({ state: 'CANCELLED' })],
        history: [
          happened({ action: 'cancelled', to_state: 'CANCELLED', code: 'ANNULLATA_DAL_PERSONALE', ...by }),
        ],
      },
      'Richiesta R-1 annullata dall’ufficio (mrossi: «al telefono»).',
    ],
    [
      'a release',
      { requests: [request()], history: [happened({ action: 'released', code: 'ERR_NO_CIVIC', ...by })] },
      'Richiesta R-1: tolta la sospensione «Manca il numero civico» (mrossi: «al telefono»).',
    ],
    [
      'a corrected contact, masked',
      {
        requests: [request()],
        history: [
          happened({ action: 'corrected', code: 'e-mail «a.b@example.com» → «c@example.com»', ...by }),
        ],
      },
      'Richiesta R-1 corretta: e-mail «a***@example.com» → «c***@example.com» (mrossi: «al telefono»).',
    ],
    [
      'a bundle that was made again',
      {
        credentials: [credential()],
        letters: [letter({ bundle: 'NEW', recalled_from: 'OLD' })],
        history: [
          ...RECALLED,
          happened({
            id: 3,
            object_type: 'letter',
            action: 'moved',
            to_state: 'published',
            on_date: '2026-11-22',
          }),
        ],
      },
      'Lettera R3K7Q-9TX2M-C stampata nel lotto NEW.',
    ],
    [
      'a bundle that was made again because staff stopped another letter of it: nothing of their reason',
      {
        credentials: [credential()],
        letters: [letter()],
        history: [happened({ ...recalled, verb: 'cancel', ...by })],
      },
      'Lettera R3K7Q-9TX2M-C tolta dal lotto, che viene rifatto perché un’altra sua lettera è stata annullata.',
    ],
    [
      'the letter itself that staff stopped',
      {
        credentials: [credential()],
        letters: [letter()],
        history: [
          happened({ id: 2, object_type: 'letter', code: 'FERMATA_DAL_PERSONALE', verb: 'hold', ...by }),
          happened({ ...recalled, verb: 'hold', ...by }),
        ],
      },
      'Lettera R3K7Q-9TX2M-C tolta dal lotto, che viene rifatto (mrossi: «al telefono»).',
    ],
    [
      'an expiry',
      {
        credentials: [credential()],
        history: [happened({ object_type: 'credential', action: 'expired-unused' })],
      },
      'Il PIN scade senza essere stato usato.',
    ],
    [
      'a correction of a certificate',
      {
        certificates: [certificate()],
        history: [happened({ object_type: 'certificate', action: 'overtaken', to_state: 'CORRECTED' })],
      },
      'Certificazione dei redditi 2012 è rettificata da una versione più recente.',
    ],
    [
      'a release to a PEC, masked',
      {
        certificates: [certificate()],
        releases: [release({ pec: 'anna@pec.example.com', copy_no: 2 })],
        history: [happened({ object_type: 'certificate_release', action: 'registered' })],
      },
      'Rilascio Q8FFY-RPNYF-F: certificazione dei redditi 2012, copia 2, per PEC a a***@pec.example.com.',
    ],
  ])('%s', (_, story, last) => {
    expect(tellStory(NOBODY, { ...EMPTY, ...story }).events.at(-1)?.text).toBe(last)
  })

  test('a row that its sender corrected was asked for once', () => {
    const requests = [
      request({ id: 1, state: 'SUPERSEDED' }),
      request({ id: 2, file_name: 'g.csv', received_on: '2026-11-21' }),
    ]
    expect(tellStory(NOBODY, { ...EMPTY, requests }).events.map(({ text }) => text)).toEqual([
      'Chiede un PIN sul sito web: richiesta R-1.',
      'Richiesta R-1 acquisita da f.csv, riga 2.',
      'Richiesta R-1 corretta dal mittente: acquisita da g.csv, riga 2.',
    ])
  })

  test('a recalled letter is told with the bundle it was in then', () => {
    const story = {
      letters: [letter({ bundle: null, recalled_from: 'OLD' })],
      history: RECALLED,
    }
    expect(tellStory(NOBODY, { ...EMPTY, ...story }).events.map(({ text }) => text)).toEqual([
      'Lettera R3K7Q-9TX2M-C con la seconda parte del PIN preparata per: ANNA ROSSI / VIA PO 3.',
      'Lettera R3K7Q-9TX2M-C stampata nel lotto OLD.',
      'Lettera R3K7Q-9TX2M-C tolta dal lotto, che viene rifatto.',
    ])
  })
})
