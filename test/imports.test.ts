import { expect, test } from 'vitest'
import { type Import, ownImports } from './support/imports.ts'

/** Who may import whom: `docs/architecture.md` says the same in words. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  pdf: [],
  files: [],
  observe: [],
  store: ['domain'],
  secrets: ['files', 'domain'],
  sample: ['feeds', 'domain'],
  batch: ['store', 'files', 'observe', 'domain'],
  vendor: ['store', 'files', 'observe', 'domain'],
  feeds: ['store', 'files', 'observe', 'domain'],
  messages: ['store', 'files', 'observe', 'domain'],
  letters: ['pdf', 'secrets', 'domain'],
  releases: ['certificates', 'batch', 'store', 'files', 'observe', 'domain'],
  certificates: ['letters', 'pdf', 'domain'],
  inspect: ['pdf', 'domain'],
  jobs: [
    'batch',
    'feeds',
    'letters',
    'certificates',
    'releases',
    'messages',
    'vendor',
    'inspect',
    'secrets',
    'store',
    'files',
    'domain',
    'pdf',
  ],
}
/** These see everything below them; a job's context names the settings and the log by type. */
const TOP = [
  'cli',
  'main.ts',
  'program.ts',
  'app.ts',
  'config.ts',
  'render-thread.ts',
  'certificate-thread.ts',
  'intake-thread.ts',
  'worker-threads.ts',
  'in-thread.ts',
  'version.ts',
]

function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return first === 'jobs' ? 'jobs' : second
}

const imports = await ownImports()

test('imports point one way', () => {
  const forbidden = imports.filter(({ from, to }) => {
    const [source, target] = [folderOf(from), folderOf(to)]
    if (source === target || TOP.includes(source)) return false
    if (from === 'jobs/job.ts' && ['config.ts', 'observe'].includes(target)) return false
    return !(ALLOWED[source] ?? []).includes(target)
  })
  expect(forbidden).toEqual([])
})

test('the rules know every folder', () => {
  const folders = new Set(imports.flatMap(({ from, to }) => [folderOf(from), folderOf(to)]))
  expect([...folders].filter((folder) => !(folder in ALLOWED) && !TOP.includes(folder))).toEqual([])
})

test('no file imports itself by a detour', () => {
  expect(cycles(imports)).toEqual([])
})

function cycles(edges: readonly Import[]): string[][] {
  const targets = Map.groupBy(edges, (edge) => edge.from)
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file])
      return
    }
    if (done.has(file)) return
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return found
}
