import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

const DAY = '2026-11-20'

describe.each(DATABASES)('templates that change while a bundle waits to be rendered, on %s', (kind) => {
  let on: Installation
  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({
      ...settings,
      folders: { ...settings.folders, templates: join(settings.folders.data, 'templates') },
    }))
    await cp('templates', on.settings.folders.templates, { recursive: true })
    const rows = [requestRow({ language: 'de' }), requestRow()]
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run([intake, issuePins, sendFirstHalves], DAY)
  })
  afterAll(() => on.remove())

  test('have it made again, so that what is printed is what was measured and counted', async () => {
    const gate = diesBefore((effect) => effect === 'commit claim')
    await expect(on.run([printPinLetters], DAY, { gate })).rejects.toThrow(Died)
    const languages = `select languages, fell_back from letter order by languages, fell_back`
    expect(await ledger(on, languages)).toEqual([
      { languages: 'it', fell_back: '' },
      { languages: 'it', fell_back: 'de' },
    ])

    const german = join(on.settings.folders.templates, 'pin-letter/de.md')
    const draft = await readFile(german, 'utf8')
    await writeFile(german, draft.replace('status: draft', 'status: approved'))
    expect((await on.run([printPinLetters], DAY))[0]).toMatchObject({ bundles: 1, letters: 2 })
    expect(await ledger(on, languages)).toEqual([
      { languages: 'de', fell_back: '' },
      { languages: 'it', fell_back: '' },
    ])
    const bundles = await ledger<{ name: string; state: string }>(
      on,
      'select name, state from bundle order by id',
    )
    expect(bundles.map(({ state }) => state)).toEqual(['cancelled', 'published'])
    const { name = '' } = bundles[1] ?? {}
    const pages = await readPages(await on.read(`output/bundles/${name}/${name}.pdf`))
    expect(pages.map(textOf).join('\n')).toContain('Der zweite Teil Ihrer PIN')
  })

  test('are not overtaken by a hand-over either: a text that is a draft again is not printed', async () => {
    const rows = [requestRow({ language: 'de' }), requestRow()]
    await on.putFeed('pin-requests-2.csv', requestsFeed(rows))
    await on.run([intake, issuePins, sendFirstHalves], DAY)
    const gate = diesBefore((effect) => effect === 'commit claim')
    await expect(on.run([printPinLetters], DAY, { gate })).rejects.toThrow(Died)
    const german = join(on.settings.folders.templates, 'pin-letter/de.md')
    const approved = await readFile(german, 'utf8')
    await writeFile(german, approved.replace('status: approved', 'status: draft'))
    // Nobody has seen them in a report yet, so they wait for the next print.
    expect((await on.run([handOver], '2026-11-23'))[0]).toMatchObject({ delivered: 1, letters: 2 })
    expect((await on.run([printPinLetters], '2026-11-23'))[0]).toMatchObject({ bundles: 1, letters: 2 })
    const [{ name = '', template_version = '' } = {}] = await ledger<{
      name: string
      template_version: string
    }>(on, 'select name, template_version from bundle order by id desc limit 1')
    const pages = await readPages(await on.read(`output/bundles/${name}/${name}.pdf`))
    expect(pages).toHaveLength(2)
    expect(pages.map(textOf).join('\n')).not.toContain('Der zweite Teil')
    const manifest = JSON.parse((await on.read(`output/bundles/${name}/${name}.json`)).toString())
    expect(manifest.templateVersion).toBe(template_version)
  })
})
