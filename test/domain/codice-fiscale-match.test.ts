import { expect, test } from 'vitest'
import { omocodeOf } from '../../src/domain/codice-fiscale.ts'
import type { PersonalData } from '../../src/domain/codice-fiscale-computed.ts'
import { matchPerson } from '../../src/domain/codice-fiscale-match.ts'
import { PEOPLE } from './people.ts'

test.each(PEOPLE)('finds nothing to say of $person.surname $person.name', ({ cf, person }) => {
  expect(matchPerson(cf, person)).toEqual([])
  expect(matchPerson(omocodeOf(cf, 3), person)).toEqual([])
  expect(matchPerson(omocodeOf(cf, 7), person)).toEqual([])
})

const CF = 'RSSMRA50B17H501F'
const MARIO: PersonalData = {
  surname: 'Rossi',
  name: 'Mario',
  sex: 'M',
  birthDate: '1950-02-17',
  birthPlace: 'H501',
}

test.each([
  {
    title: 'another surname',
    change: { surname: 'Bianchi' },
    fields: ['surname'],
    detail: 'nel codice: RSS',
  },
  { title: 'another name', change: { name: 'Franco' }, fields: ['name'], detail: 'nel codice: MRA' },
  {
    title: 'another day',
    change: { birthDate: '1950-02-18' },
    fields: ['birth_date'],
    detail: 'nel codice: 17/02/50',
  },
  {
    title: 'another month',
    change: { birthDate: '1950-03-17' },
    fields: ['birth_date'],
    detail: 'nel codice: 17/02/50',
  },
  {
    title: 'another year',
    change: { birthDate: '1951-02-17' },
    fields: ['birth_date'],
    detail: 'nel codice: 17/02/50',
  },
  { title: 'the other sex', change: { sex: 'F' }, fields: ['sex'], detail: 'nel codice: M' },
  {
    title: 'another place',
    change: { birthPlace: 'F205' },
    fields: ['birth_place'],
    detail: 'nel codice: H501',
  },
] as const)('warns of $title', ({ change, fields, detail }) => {
  const findings = matchPerson(CF, { ...MARIO, ...change })
  expect(findings.map(({ field }) => field)).toEqual(fields)
  expect(findings[0]).toMatchObject({
    code: ['surname', 'name'].includes(fields[0]) ? 'WARN_CF_NOME' : 'WARN_CF_NASCITA',
    detail,
  })
})

test('names every field that differs', () => {
  const anna: PersonalData = {
    surname: 'Bo',
    name: 'Anna',
    sex: 'F',
    birthDate: '1960-01-01',
    birthPlace: 'F205',
  }
  expect(matchPerson(CF, anna).map(({ field }) => field)).toEqual([
    'surname',
    'name',
    'birth_date',
    'sex',
    'birth_place',
  ])
})

test.each([
  { title: 'the century, which the code does not hold', change: { birthDate: '2050-02-17' } },
  { title: 'an empty birth place', change: { birthPlace: '' } },
  { title: 'a name in another script', change: { name: 'Марио' } },
  { title: 'a person with one name only', change: { name: '' } },
])('does not compare $title', ({ change }) => {
  expect(matchPerson(CF, { ...MARIO, ...change })).toEqual([])
})

test.each([
  { title: 'the circular of 2011', cf: 'SUERSS', surname: 'Üs' },
  { title: 'the base letter', cf: 'SUXRSS', surname: 'Üs' },
  { title: 'the circular of 2011, in a surname of two letters', cf: 'ZOERSS', surname: 'Öz' },
  { title: 'the base letter, in a surname of two letters', cf: 'ZOXRSS', surname: 'Öz' },
])('accepts a surname written by $title', ({ cf, surname }) => {
  expect(matchPerson(`${cf}50B17H501F`, { ...MARIO, surname, name: 'Rosso' })).toEqual([])
})

test('a numeric code is reported and not compared', () => {
  expect(matchPerson('80078750587', MARIO)).toEqual([{ code: 'WARN_CF_NUMERICO', field: 'codice_fiscale' }])
})
