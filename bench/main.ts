/**
 * Measurements, a verb a file:
 *
 *     npm run bench -- --requests 100000      # night: the jobs of a night, the verb when none is given
 *     npm run bench -- pdf                    # our PDF letters beside those of other libraries
 *     npm run bench -- certificates           # certificates judged and printed, one thread
 *     npm run bench -- certificates-year      # a year of a million people, from feed to ready
 *     npm run bench -- certificates-export    # a year of certificates into zips, with fsync
 *
 * With `--json` this program prints one line of JSON and nothing else; `npm run --silent` keeps npm's own lines out.
 *
 * @module
 */
type Verb = (args: string[]) => Promise<void>

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  night: async () => (await import('./night.ts')).night,
  pdf: async () => (await import('./pdf.ts')).pdf,
  certificates: async () => (await import('./certificates.ts')).certificates,
  'certificates-year': async () => (await import('./certificates-year.ts')).certificatesYear,
  'certificates-export': async () => (await import('./certificates-export.ts')).certificatesExport,
}

const [first = '', ...rest] = process.argv.slice(2)
const named = first !== '' && !first.startsWith('-')
const load = VERBS[named ? first : 'night']
if (load) {
  const verb = await load()
  await verb(named ? rest : process.argv.slice(2))
} else {
  process.stderr.write(`bench has no "${first}"; it has ${Object.keys(VERBS).join(', ')}\n`)
  process.exitCode = 2
}
