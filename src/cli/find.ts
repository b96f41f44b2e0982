/** @module `recapito find`: a person's story, or whom the text may mean. Reads alone, takes no lease. */
import { reasonSentence } from '../batch/report/labels.ts'
import { type Flags, loadSettings } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { count } from '../domain/counted.ts'
import type { FindingCode } from '../domain/finding.ts'
import { matchesName } from '../domain/name-match.ts'
import { readSearchTerm, type SearchTerm } from '../domain/search-term.ts'
import type { Executor } from '../store/dialect.ts'
import {
  type FoundPerson,
  namesOf,
  peopleNamed,
  peopleOfKey,
  personOfPublicId,
  type RejectedRow,
  rejectionsOfKey,
} from '../store/find/people.ts'
import { storyOf } from '../store/find/story.ts'
import { omocodesKnown } from '../store/letter-selection.ts'
import { migrateIfNew } from '../store/migrate.ts'
import { openStore } from '../store/store.ts'
import { answer } from './answer.ts'
import { findLetters, type LetterOptions } from './find-letters.ts'
import { requireDatabase } from './require-database.ts'
import { bundleStory } from './story/bundle-story.ts'
import { personLine, storyLines, tellStory } from './story/tell-story.ts'
import { WrongArguments } from './wrong-arguments.ts'

const SHOWN = 20

export interface Found {
  /** For `--json`. */
  readonly data: unknown
  readonly lines: readonly string[]
}

export async function findCommand(
  flags: Flags,
  words: readonly string[],
  options: LetterOptions & { json?: boolean },
): Promise<void> {
  const { run, state, date } = options
  const isList = run !== undefined || state !== undefined || date !== undefined
  if (isList === words.length > 0) {
    throw new WrongArguments([
      isList
        ? 'indicare un testo, oppure --run, --state e --date: non le due cose insieme'
        : 'manca che cosa cercare: un codice fiscale, una lettera, una richiesta, un nome, oppure --run, --state, --date',
    ])
  }
  const settings = await loadSettings(flags)
  requireDatabase(settings.database)
  const store = await openStore({ url: settings.database })
  try {
    await migrateIfNew(store)
    const { data, lines } = await (isList ? findLetters(store.db, options) : find(store.db, words.join(' ')))
    answer(options.json, data, lines)
  } finally {
    await store.close()
  }
}

/** What is known of whom or what the text means. */
export async function find(db: Executor, typed: string): Promise<Found> {
  const term = readSearchTerm(typed)
  // A sender's number may look like anything.
  const key = typed.trim()
  const byKey = await peopleOfKey(db, key)
  if (byKey.length > 0) return oneOrMany(db, await namesOf(db, byKey))
  const refused = await rejectionsOfKey(db, key)
  if (refused.length > 0) return refusedRows(key, refused)
  return byTerm(db, term)
}

async function byTerm(db: Executor, term: SearchTerm): Promise<Found> {
  switch (term.kind) {
    case 'codice-fiscale':
      return byCode(db, term)
    case 'letter': {
      if (!term.ok)
        return nothing(
          `Il numero di lettera ${term.id} è sbagliato: il carattere finale non torna. Ricopiarlo come è stampato.`,
        )
      const person = await personOfPublicId(db, term.id)
      return person
        ? oneOrMany(db, await namesOf(db, [person]))
        : nothing(`Non c’è una lettera né un rilascio ${term.id}.`)
    }
    case 'bundle': {
      const told = await bundleStory(db, term.name)
      return told ?? nothing(`Non c’è un lotto ${term.name}.`)
    }
    case 'text': {
      if (term.words.length === 0) {
        return nothing(
          `Nessuna richiesta ha il numero «${term.text}»; per cercare un nome servono almeno tre lettere.`,
        )
      }
      const people = await peopleNamed(db, (names) => matchesName(term.words, names))
      return people.length > 0
        ? oneOrMany(db, people)
        : nothing(
            `Nessuna richiesta ha il numero «${term.text}» e nessuna persona ha questo nome: ricontrollarlo, o cercare con il codice fiscale.`,
          )
    }
  }
}

/** Exactly that code: one that differs by omocodia alone is mostly somebody else, and is only named. */
async function byCode(
  db: Executor,
  { code, verdict }: Extract<SearchTerm, { kind: 'codice-fiscale' }>,
): Promise<Found> {
  if (!verdict.ok)
    return nothing(`${faultOf(code, verdict.code)} (${verdict.detail}): ricontrollare il codice fiscale.`)
  const story = await storyOf(db, code)
  const [person] = await namesOf(db, [code])
  const others = await namesOf(db, await omocodesKnown(db, code))
  const known = story.requests.length + story.certificates.length + story.certificateRequests.length > 0
  const omocodes =
    others.length === 0
      ? []
      : [
          '',
          'Diverso solo per omocodia (di norma è un’altra persona):',
          ...others.map((other) => `  ${personLine(other)}`),
        ]
  if (!known || !person) {
    const none = `Il codice fiscale ${code} è corretto ma non risulta: nessuna richiesta e nessuna certificazione.`
    return { data: { found: [], omocodes: others, message: none }, lines: [none, ...omocodes] }
  }
  const told = tellStory(person, story)
  return { data: { ...told, omocodes: others }, lines: [...storyLines(told), ...omocodes] }
}

async function oneOrMany(db: Executor, people: readonly FoundPerson[]): Promise<Found> {
  const [first] = people
  if (people.length === 1 && first) {
    const told = tellStory(first, await storyOf(db, first.codice_fiscale))
    return { data: told, lines: storyLines(told) }
  }
  const shown = people.slice(0, SHOWN)
  const more = people.length - shown.length
  return {
    data: { found: shown, more },
    lines: [
      `${count(people.length)} persone: ripetere la ricerca con il codice fiscale.`,
      '',
      ...shown.map((person) => `  ${personLine(person)}`),
      ...(more > 0 ? ['', `… e altre ${count(more)}: indicare anche il nome, o altre lettere.`] : []),
    ],
  }
}

/** Rows that never entered: there is nobody's story to tell, but why is known. */
function refusedRows(key: string, rows: readonly RejectedRow[]): Found {
  const lines = rows.map(
    ({ received_on, file_name, line, field, code, detail }) =>
      `  ${italianDate(received_on)}  ${file_name}, riga ${line}: ${reasonSentence(code, field, detail)}`,
  )
  return {
    data: { rejected: rows },
    lines: [`La riga ${key} non è entrata.`, '', ...lines],
  }
}

function faultOf(code: string, fault: FindingCode): string {
  if (fault === 'CF_CARATTERE_CONTROLLO') return `Il carattere di controllo di ${code} non torna`
  return fault === 'CF_DATA'
    ? `La data contenuta in ${code} non esiste`
    : `${code} non ha la forma di un codice fiscale`
}

function nothing(message: string): Found {
  return { data: { found: [], message }, lines: [message] }
}
