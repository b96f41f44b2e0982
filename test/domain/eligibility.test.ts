import { describe, expect, test } from 'vitest'
import { judgeRequester, mayHoldPin, type PinHolder } from '../../src/domain/eligibility.ts'

const ADULT = '1950-02-17'
const TODAY = '2019-03-01'

describe('judgeRequester', () => {
  test.each([
    { title: 'the holder on the web', role: 'TITOLARE', channel: 'WEB', status: 'PIENA', codes: [] },
    {
      title: 'the holder at the counter',
      role: 'TITOLARE',
      channel: 'SPORTELLO',
      status: 'PIENA',
      codes: [],
    },
    {
      title: 'a minor on the web',
      role: 'TITOLARE',
      channel: 'WEB',
      status: 'MINORE',
      codes: ['SOLO_SPORTELLO'],
    },
    {
      title: 'a minor by age',
      role: 'TITOLARE',
      channel: 'WEB',
      status: 'PIENA',
      born: '2001-03-02',
      codes: ['SOLO_SPORTELLO'],
    },
    {
      title: 'eighteen today',
      role: 'TITOLARE',
      channel: 'WEB',
      status: 'PIENA',
      born: '2001-03-01',
      codes: [],
    },
    {
      title: 'a ward by telephone',
      role: 'TITOLARE',
      channel: 'CONTACT_CENTER',
      status: 'TUTELA',
      codes: ['SOLO_SPORTELLO'],
    },
    { title: 'a ward at the counter', role: 'TITOLARE', channel: 'SPORTELLO', status: 'TUTELA', codes: [] },
    { title: 'under curatela on the web', role: 'TITOLARE', channel: 'WEB', status: 'CURATELA', codes: [] },
    {
      title: 'with an administrator on the web',
      role: 'TITOLARE',
      channel: 'WEB',
      status: 'AMM_SOSTEGNO',
      codes: [],
    },
    {
      title: 'a delegate on the web',
      role: 'DELEGATO',
      channel: 'WEB',
      status: 'PIENA',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'a delegate at the counter',
      role: 'DELEGATO',
      channel: 'SPORTELLO',
      status: 'PIENA',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'a delegate on the first day',
      role: 'DELEGATO',
      channel: 'SPORTELLO',
      status: 'PIENA',
      on: '2016-11-16',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'a delegate the day before',
      role: 'DELEGATO',
      channel: 'WEB',
      status: 'PIENA',
      on: '2016-11-15',
      codes: [],
    },
    {
      title: 'a guardian on the web',
      role: 'TUTORE',
      channel: 'WEB',
      status: 'TUTELA',
      codes: ['SOLO_SPORTELLO'],
    },
    {
      title: 'a curator by telephone',
      role: 'CURATORE',
      channel: 'CONTACT_CENTER',
      status: 'CURATELA',
      codes: ['SOLO_SPORTELLO'],
    },
    {
      title: 'a parent on the web',
      role: 'GENITORE',
      channel: 'WEB',
      status: 'MINORE',
      codes: ['SOLO_SPORTELLO'],
    },
    { title: 'a guardian at the counter', role: 'TUTORE', channel: 'SPORTELLO', status: 'TUTELA', codes: [] },
    {
      title: 'a curator at the counter',
      role: 'CURATORE',
      channel: 'SPORTELLO',
      status: 'CURATELA',
      codes: [],
    },
    {
      title: 'an administrator at the counter',
      role: 'AMMINISTRATORE_SOSTEGNO',
      channel: 'SPORTELLO',
      status: 'AMM_SOSTEGNO',
      codes: [],
    },
    {
      title: 'a minor’s guardian at the counter',
      role: 'TUTORE',
      channel: 'SPORTELLO',
      status: 'MINORE',
      codes: [],
    },
    { title: 'a parent at the counter', role: 'GENITORE', channel: 'SPORTELLO', status: 'MINORE', codes: [] },
    {
      title: 'the parent of a minor by age',
      role: 'GENITORE',
      channel: 'SPORTELLO',
      status: 'PIENA',
      born: '2010-01-01',
      codes: [],
    },
    {
      title: 'an adult’s parent at the counter',
      role: 'GENITORE',
      channel: 'SPORTELLO',
      status: 'PIENA',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'the guardian of nobody’s ward',
      role: 'TUTORE',
      channel: 'SPORTELLO',
      status: 'PIENA',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'an administrator of a minor',
      role: 'AMMINISTRATORE_SOSTEGNO',
      channel: 'SPORTELLO',
      status: 'MINORE',
      codes: ['DELEGA_NON_AMMESSA'],
    },
    {
      title: 'an adult’s parent before messaggio 4590',
      role: 'GENITORE',
      channel: 'SPORTELLO',
      status: 'PIENA',
      on: '2016-11-15',
      codes: [],
    },
  ] as const)('$title', ({ role, channel, status, codes, ...rest }) => {
    const birthDate = 'born' in rest ? rest.born : ADULT
    const request = { requesterRole: role, channel, legalStatus: status, birthDate }
    const findings = judgeRequester(request, 'on' in rest ? rest.on : TODAY)
    expect(findings.map(({ code }) => code)).toEqual(codes)
  })

  test('an unreadable birth date is not taken for a minor’s', () => {
    const request = {
      requesterRole: 'TITOLARE',
      channel: 'WEB',
      legalStatus: 'PIENA',
      birthDate: '',
    } as const
    expect(judgeRequester(request, TODAY)).toEqual([])
  })

  test('names the role', () => {
    const request = {
      requesterRole: 'AMMINISTRATORE_SOSTEGNO',
      channel: 'WEB',
      legalStatus: 'AMM_SOSTEGNO',
      birthDate: ADULT,
    } as const
    expect(judgeRequester(request, TODAY)).toEqual([
      { code: 'SOLO_SPORTELLO', field: 'channel', detail: 'richiedente: amministratore di sostegno' },
    ])
  })
})

const CITIZEN: PinHolder = { birthDate: ADULT, legalStatus: 'PIENA', residence: 'ITALIA', hasItalianId: true }

describe('the legal end of the PIN', () => {
  test.each([
    { title: 'a citizen on the last free day', person: {}, on: '2020-09-30', issued: true },
    { title: 'a citizen in the transition', person: {}, on: '2020-10-01', issued: false },
    {
      title: 'a minor in the transition',
      person: { birthDate: '2010-01-01' },
      on: '2021-09-30',
      issued: true,
    },
    {
      title: 'under curatela in the transition',
      person: { legalStatus: 'CURATELA' },
      on: '2020-10-01',
      issued: true,
    },
    {
      title: 'without an Italian ID in the transition',
      person: { hasItalianId: false },
      on: '2020-10-01',
      issued: true,
    },
    {
      title: 'abroad with an Italian ID in the transition',
      person: { residence: 'ESTERO' },
      on: '2020-10-01',
      issued: false,
    },
    { title: 'a citizen afterwards', person: {}, on: '2021-10-01', issued: false },
    {
      title: 'a minor afterwards',
      person: { birthDate: '2010-01-01' },
      on: '2021-10-01',
      issued: false,
    },
    {
      title: 'without an Italian ID, in Italy',
      person: { hasItalianId: false },
      on: '2021-10-01',
      issued: false,
    },
    {
      title: 'abroad with an Italian ID',
      person: { residence: 'ESTERO' },
      on: '2021-10-01',
      issued: false,
    },
    {
      title: 'abroad without one',
      person: { residence: 'ESTERO', hasItalianId: false },
      on: '2026-11-22',
      issued: true,
    },
  ] as const)('$title', ({ person, on, issued }) => {
    const holder = { ...CITIZEN, ...person }
    expect(mayHoldPin(holder, on, { phaseOut: true }).map(({ code }) => code)).toEqual(
      issued ? [] : ['PIN_DISMESSO'],
    )
    expect(mayHoldPin(holder, on, { phaseOut: false })).toEqual([])
  })
})
