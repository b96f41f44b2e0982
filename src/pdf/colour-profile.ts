/**
 * The output intent that PDF/A asks for: a smallest sRGB profile (ICC.1:2001-04, matrix and one gamma a channel), made
 * here rather than shipped as a file, since it is 500 bytes of known numbers.
 *
 * @module
 */
export const COLOUR_PROFILE_NAME = 'sRGB IEC61966-2.1'

/** The white of the profile connection space, and the primaries of sRGB adapted to it. */
const WHITE = [0.9642, 1, 0.8249]
const RED = [0.4361, 0.2225, 0.0139]
const GREEN = [0.3851, 0.7169, 0.0971]
const BLUE = [0.1431, 0.0606, 0.7141]

export function colourProfile(): Buffer {
  const gamma = curve(2.2)
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB')],
    [
      'cprt',
      Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from('Public domain\0', 'latin1')]),
    ],
    ['wtpt', xyz(WHITE)],
    ['rXYZ', xyz(RED)],
    ['gXYZ', xyz(GREEN)],
    ['bXYZ', xyz(BLUE)],
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length, 0)
  const bodies: Buffer[] = []
  const placed = new Map<Buffer, number>()
  let offset = 128 + table.length
  tags.forEach(([name, body], index) => {
    let at = placed.get(body)
    if (at === undefined) {
      at = offset
      placed.set(body, at)
      const padded = Buffer.alloc(Math.ceil(body.length / 4) * 4)
      body.copy(padded)
      bodies.push(padded)
      offset += padded.length
    }
    table.write(name, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(body.length, 12 + index * 12)
  })
  return Buffer.concat([header(offset), table, ...bodies])
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(128)
  bytes.writeUInt32BE(size, 0)
  bytes.writeUInt32BE(0x02100000, 8)
  bytes.write('mntrRGB XYZ ', 12, 'latin1')
  // A date is required; the profile has no other history.
  for (const [index, value] of [2000, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(value, 24 + index * 2)
  bytes.write('acsp', 36, 'latin1')
  xyz(WHITE).copy(bytes, 68, 8)
  return bytes
}

function xyz(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(20)
  bytes.write('XYZ ', 0, 'latin1')
  values.forEach((value, index) => {
    bytes.writeInt32BE(Math.round(value * 65536), 8 + index * 4)
  })
  return bytes
}

function curve(gamma: number): Buffer {
  const bytes = Buffer.alloc(14)
  bytes.write('curv', 0, 'latin1')
  bytes.writeUInt32BE(1, 8)
  bytes.writeUInt16BE(Math.round(gamma * 256), 12)
  return bytes
}

function description(text: string): Buffer {
  const bytes = Buffer.alloc(12 + text.length + 1 + 78)
  bytes.write('desc', 0, 'latin1')
  bytes.writeUInt32BE(text.length + 1, 8)
  bytes.write(text, 12, 'latin1')
  return bytes
}
