import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { bundleFile } from '../../src/pdf/bundle-file.ts'
import { type CompiledTemplate, compileTemplate, templateHash } from '../../src/pdf/compile-template.ts'
import { pack, unpack } from '../../src/pdf/pack.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import { compiledLetter, EDITION, letterDescription, letterValues } from './letter-template.ts'
import { compiledPicture } from './picture-template.ts'
import { whole } from './read-pdf.ts'
import type { StampTask } from './stamp-thread.ts'

const TEMPLATES = [
  {
    name: 'a letter',
    compiled: await compiledLetter(),
    edition: EDITION,
    variant: 'letter',
    values: letterValues(0, ['ŁUKASZ', 'Щербаков']),
  },
  {
    name: 'a sheet with pictures',
    compiled: await compiledPicture(),
    edition: {},
    variant: 'sheet',
    values: { name: 'MARIA' },
  },
]

function single(
  { edition, variant, values }: (typeof TEMPLATES)[number],
  compiled: CompiledTemplate,
): string {
  const made = new SingleFiles(openStamper(compiled).edition(edition), variant).make(values)
  return 'code' in made ? made.code : made.sha256
}

describe.each(TEMPLATES)('$name, compiled', (template) => {
  const { compiled, edition, variant, values } = template

  it('and packed makes the same files when it is unpacked', () => {
    const unpacked = unpack<CompiledTemplate>(pack(compiled))
    expect(unpacked).toEqual(compiled)
    expect(single(template, unpacked)).toBe(single(template, compiled))
    const options = { title: 'T', language: 'it' }
    const bundle = (from: CompiledTemplate) =>
      whole(
        bundleFile(
          openStamper(from).edition(edition),
          [{ parts: [{ variant, values }], label: 'L' }],
          options,
        ),
      )
    expect(Buffer.compare(bundle(unpacked), bundle(compiled))).toBe(0)
  })

  it('makes the same files in a thread, which compiles nothing', async () => {
    const workerData: StampTask = { packed: pack(compiled), edition, variant, values }
    const worker = new Worker(new URL('./stamp-thread.ts', import.meta.url), { workerData })
    const [hash] = await once(worker, 'message')
    await worker.terminate()
    expect(hash).toBe(single(template, compiled))
  })
})

describe('the hash of a template', () => {
  it('is known before it is compiled, and the same for the same description', async () => {
    expect(templateHash(letterDescription)).toBe((await compiledLetter()).hash)
    expect((await compileTemplate({ ...letterDescription })).hash).toBe((await compiledLetter()).hash)
  })

  it.each([
    ['a sentence', { variants: { other: { title: '', language: 'it', pages: 1, content: [] } } }],
    ['the paper', { page: { width: 210, height: 298 } }],
    ['a typeface', { typefaces: {} }],
    ['when a value is known', { slots: { ...letterDescription.slots, id: 'edition' as const } }],
  ])('is another for %s', (_, change) => {
    expect(templateHash({ ...letterDescription, ...change })).not.toBe(templateHash(letterDescription))
  })
})
