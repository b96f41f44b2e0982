/**
 * The certificates of a whole year, from feed to ready: `npm run bench -- certificates-year [--people 1000000]
 * [--json]`. Intake runs in a process of its own, on SQLite, with everything that it does: reading, judging, hashing,
 * storing, accepting. Machines are noisy: compare figures of one run only.
 *
 * @module
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addDays } from '../src/domain/civil-date.ts'
import { computeCodiceFiscale } from '../src/domain/codice-fiscale-computed.ts'
import { CERTIFICATE_DATA_COLUMNS } from '../src/feeds/columns.ts'
import { rowsOf } from '../src/store/bulk.ts'
import { openStore } from '../src/store/store.ts'
import { sampleCertificate } from './certificates/sample-certificates.ts'
import { measuredProcess } from './measured-process.ts'

const YEAR = 2012
const ON = '2013-02-20'

export async function certificatesYear(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { people: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  })
  const people = Number(values.people)
  const root = await mkdtemp(join(tmpdir(), 'recapito-bench-'))
  try {
    const data = join(root, 'data')
    await writeFeed(join(data, 'inbox'), people)
    const { seconds, peakRssMb } = await measuredProcess<{ seconds: number; peakRssMb: number }>('job.ts', [
      data,
      join(root, 'output'),
      'intake',
      ON,
    ])
    await checkReady(data, people)
    const result = {
      name: 'certificates year',
      perSecond: Math.round(people / seconds),
      seconds,
      peakRssMb,
    }
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ people, results: [result] })}\n`
        : `${people} certificates ready in ${seconds.toFixed(1)} s, ${result.perSecond}/s, at most ${peakRssMb} MB\n`,
    )
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function checkReady(data: string, people: number): Promise<void> {
  const store = await openStore({ url: join(data, 'recapito.sqlite') })
  try {
    const [row] = await rowsOf<{ n: number }>(
      store.db,
      `select count(*) as n from certificate
       where state = 'READY' and hold is null and warnings is null and form is not null`,
    )
    if (row?.n !== people)
      throw new Error(`expected ${people} certificates to be ready without a warning, found ${row?.n}`)
  } finally {
    await store.close()
  }
}

async function writeFeed(inbox: string, people: number): Promise<void> {
  await mkdir(inbox, { recursive: true })
  const path = join(inbox, `certificate-data-${YEAR}-all.csv`)
  const file = createWriteStream(path)
  file.write(`${CERTIFICATE_DATA_COLUMNS.join(';')}\n`)
  for (let index = 0; index < people; ) {
    let lines = ''
    for (const end = Math.min(people, index + 1_000); index < end; index++) lines += `${lineOf(index)}\n`
    if (!file.write(lines)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  await writeFile(`${path}.done`, '')
}

function lineOf(index: number): string {
  const person = personAt(index)
  const { data } = sampleCertificate(index, YEAR, person.birthDate)
  const cells: Partial<Record<(typeof CERTIFICATE_DATA_COLUMNS)[number], string>> = {
    record_id: `CD-${YEAR}-${index}`,
    income_year: String(YEAR),
    codice_fiscale: computeCodiceFiscale(person),
    surname: person.surname,
    name: person.name,
    sex: person.sex,
    birth_date: person.birthDate,
    birth_place: person.birthPlace,
    birth_comune: data.birthComune,
    birth_province: data.birthProvince,
    domicile_start_comune: data.domicileStart.comune,
    domicile_start_province: data.domicileStart.province,
    domicile_start_code: data.domicileStart.code,
    domicile_end_comune: data.domicileEnd.comune,
    domicile_end_province: data.domicileEnd.province,
    domicile_next_comune: data.domicileNext.comune,
    domicile_next_province: data.domicileNext.province,
    domicile_next_code: data.domicileNext.code,
    pensions: data.pensions
      .map(({ pension, from, to, cents }) => `${pension}:${from}:${to}:${euros(cents)}`)
      .join('|'),
    ...Object.fromEntries(
      Object.entries(data.figures).map(([figure, value]) => [
        figure,
        figure === 'days.pension' ? String(value) : euros(Number(value)),
      ]),
    ),
    notes: data.notes.length > 0 ? '"AN|ZZ(testo=Importi comprensivi degli arretrati; anno=2011)"' : '',
    residence: 'ITALIA',
    street: `VIA ${person.surname}`,
    civic: String(1 + (index % 300)),
    locality: data.domicileStart.comune,
    cap: '00184',
    province: data.domicileStart.province,
    pec: index % 20 === 0 ? `p${index}@pec.example` : '',
  }
  return CERTIFICATE_DATA_COLUMNS.map((column) => cells[column] ?? '').join(';')
}

function euros(cents: number): string {
  return (cents / 100).toFixed(2)
}

const CONSONANTS = 'BCDFGLMNPRSTVZ'
const NAMES = CONSONANTS.length ** 3
const DAYS = 9_000

/** Somebody else for each index, in no order of their codici fiscali, as accounts have them. */
function personAt(index: number) {
  // Coprime to the number of people there can be.
  const number = (index * 1_000_003) % (NAMES * DAYS)
  const letter = (place: number) =>
    CONSONANTS.charAt(Math.floor(number / CONSONANTS.length ** place) % CONSONANTS.length)
  return {
    surname: `${letter(2)}A${letter(1)}E${letter(0)}I`,
    name: index % 2 === 0 ? 'MARIA TERESA' : 'GIUSEPPE',
    sex: index % 2 === 0 ? ('F' as const) : ('M' as const),
    birthDate: addDays('1925-01-01', Math.floor(number / NAMES)),
    birthPlace: 'H501',
  }
}
