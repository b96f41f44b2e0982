import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allComuni, loadGazetteer } from '../../src/feeds/gazetteer.ts'

describe('the packaged table', () => {
  test('lists every comune with province, Belfiore code and CAPs', async () => {
    const comuni = await allComuni()
    expect(comuni).toHaveLength(7904)
    expect(comuni.find(({ name }) => name === 'Pavullo nel Frignano')).toEqual({
      name: 'Pavullo nel Frignano',
      province: 'MO',
      belfiore: 'G393',
      caps: ['41026'],
    })
    expect(comuni.filter(({ belfiore }) => !/^[A-Z]\d{3}$/.test(belfiore))).toEqual([])
  })

  test('finds every comune as an address writes it', async () => {
    const gazetteer = await loadGazetteer()
    const lost = (await allComuni()).filter(
      ({ name, province, caps }) =>
        gazetteer.capsOf(name.toUpperCase(), province)?.join() !== caps.join() ||
        gazetteer.capsOf(name.toLowerCase().replaceAll("'", '’'), province)?.join() !== caps.join(),
    )
    expect(lost).toEqual([])
  })

  const spellings = [
    ['accent left out', 'FORLI', 'FC', '47121'],
    ['accent written as apostrophe', "FORLI'", 'FC', '47121'],
    ['typographic apostrophe', 'L’Aquila', 'AQ', '67100'],
    ['space after the apostrophe', "L' AQUILA", 'AQ', '67100'],
    ['hyphen left out', 'CASTELBELLO CIARDES', 'BZ', '39020'],
    ['Italian name of a pair', 'BOLZANO/BOZEN', 'BZ', '39100'],
    ['Italian name second', 'BOZEN / BOLZANO', 'BZ', '39100'],
    ['everyday name of Reggio Calabria', 'REGGIO CALABRIA', 'RC', '89121'],
    ["everyday name of Reggio nell'Emilia", 'REGGIO EMILIA', 'RE', '42121'],
    ['one of two comuni of this name', 'PEGLIO', 'PU', '61049'],
    ['the other', 'PEGLIO', 'CO', '22010'],
  ] as const
  for (const [title, name, province, first] of spellings) {
    test(`${title}: ${name} ${province}`, async () => {
      expect((await loadGazetteer()).capsOf(name, province)?.[0]).toBe(first)
    })
  }

  test.each([
    ['in another province', 'ROMA', 'MI'],
    ['in no province', 'ROMA', 'ZZ'],
    ['unknown', 'VATTELAPESCA', 'RM'],
    ['empty', '', 'RM'],
    ['a slash alone', '/', 'BZ'],
  ])('does not find a comune %s', async (_, name, province) => {
    expect((await loadGazetteer()).capsOf(name, province)).toBeUndefined()
  })
})

describe("the institute's own table", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gazetteer-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function table(name: string, text: string): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }

  test('may be a CSV with a row for each CAP, a BOM and more columns', async () => {
    const path = await table(
      'places.csv',
      '\uFEFFcomune;provincia;cap;note\r\nBolzano/Bozen;BZ;39100;\r\nRoma;RM;00118;x\r\nRoma;RM;00119;\r\n',
    )
    const gazetteer = await loadGazetteer(path)
    expect(gazetteer.capsOf('ROMA', 'RM')).toEqual(['00118', '00119'])
    expect(gazetteer.capsOf('BOZEN', 'BZ')).toEqual(['39100'])
    expect(gazetteer.capsOf('BOLZANO', 'BZ')).toEqual(['39100'])
    expect(gazetteer.capsOf('MILANO', 'MI')).toBeUndefined()
  })

  test('may have the shape of the package', async () => {
    const path = await table('places.json', '[{"nome":"Misiliscemi","sigla":"TP","cap":["91100"]}]')
    expect((await loadGazetteer(path)).capsOf('MISILISCEMI', 'TP')).toEqual(['91100'])
  })

  test.each([
    ['has no rows', 'comune;provincia;cap\n', 'no rows'],
    ['has other columns', 'nome;sigla;codice\nRoma;RM;00118\n', '";;"'],
    ['lost its leading zeros', 'comune;provincia;cap\nRoma;RM;118\n', '"Roma;RM;118"'],
    ['names provinces in full', 'comune;provincia;cap\nRoma;Roma;00118\n', '"Roma;Roma;00118"'],
  ])('is refused when it %s', async (_, text, found) => {
    const path = await table('bad.csv', text)
    await expect(loadGazetteer(path)).rejects.toThrow(`found ${found}`)
  })

  test('is refused when a row of JSON has no CAP', async () => {
    const path = await table('bad.json', '[{"nome":"Roma","sigla":"RM"}]')
    await expect(loadGazetteer(path)).rejects.toThrow('found "Roma;RM;"')
  })

  test('is refused when it is not there', async () => {
    await expect(loadGazetteer(join(folder, 'none.csv'))).rejects.toThrow('ENOENT')
  })
})
