import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseGeometry } from '../../src/letters/geometry.ts'

const source = readFileSync('templates/geometry/it-dx.yaml', 'utf8')

/** The profile with one line changed. */
function changed(name: string, value: string): string {
  const line = new RegExp(`^${name}:.*$`, 'm')
  expect(source).toMatch(line)
  return source.replace(line, `${name}: ${value}`)
}

function faultOf(text: string): string {
  try {
    parseGeometry(text, 'it-dx.yaml')
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a geometry profile', () => {
  it.each(['it-dx', 'din-b', 'notify-c5'])('%s is sound', (name) => {
    const file = `${name}.yaml`
    expect(parseGeometry(readFileSync(`templates/geometry/${file}`, 'utf8'), file).name).toBe(name)
  })

  it.each([
    [
      'address',
      '{ x: 99, y: 45, width: 92, height: 36 }',
      'address: leaves the window when the sheet slides 3 mm',
    ],
    [
      'reference',
      '{ x: 25, y: 46, width: 70, height: 36 }',
      'reference: in the window when the sheet slides 3 mm',
    ],
    ['opening', '{ x: 25, y: 104, width: 165, height: 60 }', 'opening: overlaps code'],
    ['opening', '{ x: 15, y: 104, width: 165, height: 55 }', 'opening: overlaps insertionMarks'],
    ['footer', '{ x: 25, y: 288, width: 165, height: 6 }', 'footer: nearer to the edge than 5 mm'],
    ['secret', '{ x: 67.5, y: 160, width: 80, height: 14 }', 'secret: leaves the code zone'],
    ['folds', '[99, 180]', 'secret: under the fold at 180 mm'],
    // Folded otherwise, the same place comes to lie behind the window.
    ['folds', '[120, 240]', 'secret: behind the window when the sheet is folded'],
    ['window', '{ x: 97, y: 40, width: 100 }', 'window.height'],
    ['name', 'it_dx', 'expected small letters, digits and hyphens'],
  ])('with %s %s is refused: %s', (name, value, fault) => {
    expect(faultOf(changed(name, value))).toContain(fault)
  })

  it('names the file, and every fault at once', () => {
    const twice = changed('shift', '12')
    expect(faultOf(twice)).toMatch(/^it-dx.yaml: /)
    expect(faultOf(twice).split('; ').length).toBeGreaterThan(1)
  })
})
