/** @module A copy of the templates for each test to spoil, and the faults that are expected then. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { checkTemplates } from '../../src/letters/check-templates.ts'
import { type FileFault, faultSentence } from '../../src/letters/file-fault.ts'

export const SENDER = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }

/** A row of a table: what is put in place of what in which file, and what that file's fault says. */
export type Edited = [
  title: string,
  file: string,
  from: string | RegExp,
  to: string,
  fault: string,
  /** Begins the line that is named, where it is not the edited one; empty where none is. */
  where?: string,
]

export class EditedTemplates {
  folder = ''

  /** Copied anew before each test of the file that calls it. */
  static forEachTest(): EditedTemplates {
    const templates = new EditedTemplates()
    beforeEach(async () => {
      templates.folder = await mkdtemp(join(tmpdir(), 'recapito-templates-'))
      await cp('templates', templates.folder, { recursive: true })
    })
    afterEach(() => rm(templates.folder, { recursive: true }))
    return templates
  }

  path(file: string): string {
    return join(this.folder, file)
  }

  /** Puts `to` in place of `from`; answers the line where it begins, as an editor counts. */
  async edit(file: string, from: string | RegExp, to: string): Promise<number> {
    const text = await readFile(this.path(file), 'utf8')
    const at = typeof from === 'string' ? text.indexOf(from) : text.search(from)
    expect(at).toBeGreaterThanOrEqual(0)
    await writeFile(this.path(file), text.replace(from, to))
    return text.slice(0, at).split('\n').length
  }

  async lineOf(file: string, start: string): Promise<number> {
    const lines = (await readFile(this.path(file), 'utf8')).split('\n')
    return lines.findIndex((line) => line.startsWith(start)) + 1
  }

  check(profile?: string, sender = SENDER) {
    return checkTemplates(this.folder, { sender, activeProfile: 'it-dx', profile })
  }

  /** Edits as a row of a table says, and expects its fault among those that `faultsOf` then finds. */
  async expectFault([, file, from, to, fault, where]: Edited, faultsOf: () => Promise<readonly FileFault[]>) {
    const line = await this.edit(file, from, to)
    const faults = await faultsOf()
    const found = faults.find((one) => one.file === file && one.message.includes(fault))
    expect(found, told({ faults })).toBeDefined()
    const expected = where === undefined ? line : where === '' ? undefined : await this.lineOf(file, where)
    if (expected !== undefined) expect(found?.line).toBe(expected)
  }
}

export function told({ faults }: { readonly faults: readonly FileFault[] }): string {
  return faults.map(faultSentence).join('\n')
}
