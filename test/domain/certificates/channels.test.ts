import { describe, expect, test } from 'vitest'
import { CERTIFICATE_CHANNELS, type Evidence } from '../../../src/domain/certificates/certificate-request.ts'
import { CHANNEL_RULES, channelRule } from '../../../src/domain/certificates/channels.ts'
import {
  type ArchivePerson,
  judgeRelease,
  type ReleaseRequest,
} from '../../../src/domain/certificates/judge-release.ts'
import type { Gazetteer, PostalAddress } from '../../../src/domain/postal-address.ts'

const anywhere: Gazetteer = { capsOf: () => undefined }

const AT_HOME: PostalAddress = {
  residence: 'ITALIA',
  presso: '',
  street: 'Via Garibaldi',
  civic: '16',
  details: '',
  poBox: '',
  poBoxOffice: '',
  frazione: '',
  locality: 'Roma',
  cap: '00184',
  province: 'RM',
  country: 'IT',
  foreignLines: [],
}
const ABROAD: PostalAddress = {
  ...AT_HOME,
  residence: 'ESTERO',
  street: '',
  civic: '',
  locality: '',
  cap: '',
  province: '',
  country: 'FR',
  foreignLines: ['12 rue de Rivoli', '75004 Paris'],
}

const ON = '2013-03-05'

/** Seventy years old, in Rome, without PEC. */
function person(
  changes: Partial<ArchivePerson> & {
    address?: PostalAddress | undefined
    pec?: string
    care?: boolean
  } = {},
): ArchivePerson {
  const { address, pec = '', care = false, ...rest } = changes
  return {
    surname: 'ROSSI',
    name: 'ANNA',
    birthDate: '1943-03-05',
    isDeceased: false,
    recipient: {
      postalName: '',
      address: 'address' in changes ? address : AT_HOME,
      pec,
      hasCareAllowance: care,
    },
    ...rest,
  }
}

function request(changes: Partial<ReleaseRequest> = {}): ReleaseRequest {
  return {
    channel: 'WEB',
    submittedOn: ON,
    incomeYears: [2012],
    requesterName: '',
    evidence: [],
    pec: '',
    address: undefined,
    archiveMatch: 'UNKNOWN',
    ...changes,
  }
}

/** `file`, `post`, `wait`, or the code for which it is refused or held. */
function outcome(asked: Partial<ReleaseRequest>, of: ArchivePerson | undefined = person(), on = ON): string {
  const decision = judgeRelease(request(asked), of, on, anywhere)
  return 'finding' in decision ? decision.finding.code : decision.do
}

test('every channel has a rule on every day from its first, and only one', () => {
  for (const channel of CERTIFICATE_CHANNELS) {
    const rules = CHANNEL_RULES.filter((rule) => rule.channel === channel)
    expect(rules.filter((rule) => rule.validTo === null)).toHaveLength(1)
    for (const on of ['2014-03-27', '2014-03-28', '2019-03-11']) {
      const valid = rules.filter((rule) => rule.validFrom <= on && (rule.validTo ?? '9999') >= on)
      expect(valid.length, `${channel} ${on}`).toBe(channelRule(channel, on) ? 1 : 0)
    }
  }
})

/** The papers that satisfy a channel. */
const PAPERS: Readonly<Record<string, readonly Evidence[]>> = {
  SPORTELLO: ['IDENTIFICAZIONE'],
  SPORTELLO_AMICO: ['DOCUMENTO'],
  CAF: ['MANDATO', 'DOCUMENTO'],
  PATRONATO: ['MANDATO'],
  PROFESSIONISTA: ['DOCUMENTO', 'MANDATO'],
  COMUNE: ['PROTOCOLLO'],
  DELEGATO: ['DELEGA', 'DOCUMENTO'],
  EREDE: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
}

describe('channels by date', () => {
  const dead = person({ isDeceased: true })
  const old = person({ birthDate: '1920-01-01', care: true })
  const no = 'CANALE_NON_AMMESSO'
  test.each([
    ['WEB', no, 'file', 'file'],
    ['PEC', no, 'file', 'file'],
    ['SPORTELLO', no, 'file', 'file'],
    ['CAF', no, 'file', 'file'],
    ['SPORTELLO_AMICO', no, 'file', 'file'],
    ['DELEGATO', no, 'file', 'file'],
    ['SPORTELLO_MOBILE', no, 'post', 'post'],
    ['DOMICILIO', no, 'post', 'post'],
    ['EREDE', no, 'post', 'post'],
    ['PATRONATO', no, no, 'file'],
    ['PROFESSIONISTA', no, no, 'file'],
    ['COMUNE', no, no, 'file'],
  ] as const)('%s: %s on 25-02-2013, %s on 27-03-2014, %s on 28-03-2014', (channel, ...expected) => {
    const asked = {
      channel,
      evidence: PAPERS[channel] ?? [],
      pec: 'a@pec.example',
      requesterName: 'CARLO ROSSI',
      ...(channel === 'EREDE' ? { address: AT_HOME, archiveMatch: 'MATCH' } : {}),
    }
    const of = channel === 'EREDE' ? dead : old
    const days = ['2013-02-25', '2014-03-27', '2014-03-28']
    expect(days.map((submittedOn) => outcome({ ...asked, submittedOn }, of, submittedOn))).toEqual(expected)
  })

  test('2011 went to everybody by post; 2012 and later years are released', () => {
    expect(outcome({ incomeYears: [2012, 2011] })).toBe('CANALE_NON_AMMESSO')
    expect(outcome({ incomeYears: [2012, 2018] })).toBe('file')
    expect(outcome({ incomeYears: 'TUTTI' })).toBe('file')
  })
})

describe('papers', () => {
  test.each(Object.entries(PAPERS))('%s takes %j and nothing less', (channel, papers) => {
    const asked = { channel, submittedOn: '2019-03-11', archiveMatch: 'MATCH', address: AT_HOME } as const
    const of = person({ isDeceased: channel === 'EREDE' })
    const named = { ...asked, requesterName: 'CARLO ROSSI' } as Partial<ReleaseRequest>
    expect(outcome({ ...named, evidence: papers }, of)).toBe(channel === 'EREDE' ? 'post' : 'file')
    for (const left of papers) {
      const others = papers.filter((paper) => paper !== left)
      expect(
        outcome(
          { ...named, evidence: [...others, 'PROTOCOLLO'].filter((paper) => paper !== left) as Evidence[] },
          of,
        ),
      ).toBe('DOCUMENTI_MANCANTI')
    }
  })
})

describe('Sportello mobile: who', () => {
  const [circular32, circular45] = ['2013-03-05', '2014-03-28']
  const held = 'SPORTELLO_MOBILE_NON_SPETTA'
  test.each([
    ['84, care allowance', person({ birthDate: '1929-03-06', care: true }), held, 'post'],
    ['85 on the day', person({ birthDate: '1928-03-05' }), 'post', held],
    ['85 tomorrow', person({ birthDate: '1928-03-06' }), held, held],
    ['90, care allowance', person({ birthDate: '1922-05-01', care: true }), 'post', 'post'],
    ['70, abroad', person({ address: ABROAD }), 'post', 'post'],
    ['birth date unknown', person({ birthDate: '', care: true }), held, held],
    ['birth date unknown, abroad', person({ birthDate: '', address: ABROAD }), 'post', 'post'],
  ] as const)('%s', (_title, of, in2013, in2014) => {
    const ask = (on: string) => outcome({ channel: 'SPORTELLO_MOBILE', submittedOn: on }, of, on)
    expect([ask(circular32), ask(circular45)]).toEqual([in2013, in2014])
  })
})

describe('the living and the dead', () => {
  const heir: Partial<ReleaseRequest> = {
    channel: 'EREDE',
    evidence: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
    requesterName: 'CARLO ROSSI',
    address: AT_HOME,
    archiveMatch: 'MATCH',
  }
  const dead = person({ isDeceased: true, address: undefined })
  test.each([
    ['an heir of the dead', heir, dead, 'post'],
    ['an heir of the living', heir, person(), 'EREDE_DI_PERSONA_IN_VITA'],
    [
      'an heir whose address is not known',
      { ...heir, archiveMatch: 'DIFF' },
      dead,
      'INDIRIZZO_NON_IN_ARCHIVIO',
    ],
    ['an heir without address', { ...heir, address: undefined }, dead, 'INDIRIZZO_MANCANTE'],
    ['an heir without name', { ...heir, requesterName: '' }, dead, 'CAMPO_MANCANTE'],
    ['the dead on the web', {}, dead, 'DECEDUTO'],
    ['a mandate of the dead', { channel: 'CAF', evidence: ['MANDATO', 'DOCUMENTO'] }, dead, 'DECEDUTO'],
    ['the dead at home', { channel: 'DOMICILIO' }, dead, 'DECEDUTO'],
  ] as const)('%s', (_title, asked, of, expected) => {
    expect(outcome(asked as Partial<ReleaseRequest>, of)).toBe(expected)
  })

  test('the letter is for the heir', () => {
    const decision = judgeRelease(request(heir), dead, ON, anywhere)
    expect(decision).toMatchObject({
      do: 'post',
      to: { lines: ['CARLO ROSSI', 'VIA GARIBALDI 16', '00184 ROMA RM'] },
    })
  })
})

describe('whereto', () => {
  const home = { channel: 'DOMICILIO' } as const
  test.each([
    ['no address on the request', home, person(), 'post'],
    [
      'the same address, written otherwise',
      { ...home, address: { ...AT_HOME, street: 'via  garibaldi', locality: 'ROMA' } },
      person(),
      'post',
    ],
    [
      'another house',
      { ...home, address: { ...AT_HOME, civic: '17' } },
      person(),
      'INDIRIZZO_NON_IN_ARCHIVIO',
    ],
    [
      'the same house, care of somebody',
      { ...home, address: { ...AT_HOME, presso: 'Verdi' } },
      person(),
      'INDIRIZZO_NON_IN_ARCHIVIO',
    ],
    [
      'an address that has no lines',
      { ...home, address: { ...AT_HOME, street: '' } },
      person(),
      'INDIRIZZO_NON_IN_ARCHIVIO',
    ],
    [
      'nothing in the archive',
      { ...home, address: AT_HOME },
      person({ address: undefined }),
      'INDIRIZZO_MANCANTE',
    ],
    ['nobody in the archive', home, undefined, 'wait'],
    ['PEC of the archive', { channel: 'PEC' }, person({ pec: 'a@pec.example' }), 'file'],
    ['PEC of the request', { channel: 'PEC', pec: 'b@pec.example' }, person(), 'file'],
    [
      'a PEC of the archive that is none',
      { channel: 'PEC', pec: 'b@pec.example' },
      person({ pec: 'anna' }),
      'file',
    ],
    ['a PEC of the request that is none', { channel: 'PEC', pec: 'b@pec' }, person(), 'PEC_MANCANTE'],
    ['no PEC', { channel: 'PEC' }, person(), 'PEC_MANCANTE'],
  ] as const)('%s', (_title, asked, of, expected) => {
    const decision = judgeRelease(request(asked as Partial<ReleaseRequest>), of, ON, anywhere)
    expect('finding' in decision ? decision.finding.code : decision.do).toBe(expected)
  })

  test('the PEC of the archive comes before the one of the request', () => {
    const asked = request({ channel: 'PEC', pec: 'b@pec.example' })
    expect(judgeRelease(asked, person({ pec: 'a@pec.example' }), ON, anywhere)).toEqual({
      do: 'file',
      pec: 'a@pec.example',
    })
  })
})
