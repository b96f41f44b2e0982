/** @module Node, and the fonts that come with the program. */
import { letterTypefaces, TEXT_TYPEFACES } from '../../letters/letter-typefaces.ts'
import { FontFile } from '../../pdf/font-file.ts'
import { type Check, fault, ok } from './check.ts'

/** What `package.json` brings along. */
const NODE_MAJOR = 24

export function nodeCheck(version = process.versions.node): Check {
  return Number.parseInt(version, 10) >= NODE_MAJOR
    ? ok('Node', version)
    : fault(
        'Node',
        `${version}, serve almeno la ${NODE_MAJOR}`,
        'Avviare con bin/recapito, che usa il Node di node_modules.',
      )
}

export function fontsCheck(): Check {
  try {
    const files = new Set(
      Object.values(letterTypefaces(new Map(TEXT_TYPEFACES.map((name) => [name, ''])))).map(
        ({ file }) => file,
      ),
    )
    const names = [...files].map((file) => new FontFile(file).name)
    return ok('Caratteri', `${names.length} si leggono`)
  } catch (error) {
    return fault('Caratteri', `uno non si legge: ${(error as Error).message}`, 'Reinstallare con npm ci.')
  }
}
