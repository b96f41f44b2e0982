import { expect, test } from 'vitest'
import {
  type CertificateState,
  type Incoming,
  type KnownVersion,
  nextVersion,
} from '../../../src/domain/certificates/next-version.ts'

/**
 * Versions as `id hash state [flags]`: `r` released, `h=CODE` held, `c=ID` a correction of, `a=ID` an annulment of.
 * What comes as `O hash [h=CODE]` or `A`.
 */
function known(texts: readonly string[]): KnownVersion[] {
  return texts.map((text, index) => {
    const [id, dataHash = '', state, ...flags] = text.split(' ')
    const value = (name: string) => flags.find((flag) => flag.startsWith(`${name}=`))?.slice(2)
    const replaced = value('c') ?? value('a')
    return {
      id: Number(id),
      version: index + 1,
      kind: value('c') ? 'CORRECTION' : value('a') ? 'ANNULMENT' : 'ORIGINAL',
      state: state as CertificateState,
      dataHash,
      hold: value('h') ?? null,
      isReleased: flags.includes('r'),
      replacesId: replaced === undefined ? null : Number(replaced),
    }
  })
}

function incoming(text: string): Incoming {
  const [operation, dataHash = '', hold] = text.split(' ')
  return { operation: operation as Incoming['operation'], dataHash, hold: hold?.slice(2) ?? null }
}

function told(versions: readonly string[], row: string): string[] {
  const decision = nextVersion(known(versions), incoming(row))
  if (decision.do === 'refuse') return ['refuse']
  const changes = decision.changes.map(({ id, to }) => `${id} ${to}`)
  if (decision.do === 'repeat') return [`repeats ${decision.of.id}`, ...changes]
  const { version, kind, replacesId } = decision
  return [`version ${version} ${kind}${replacesId === null ? '' : ` of ${replacesId}`}`, ...changes]
}

const CASES: readonly (readonly [title: string, versions: string[], row: string, decision: string[]])[] = [
  ['the first', [], 'O x', ['version 1 ORIGINAL']],
  ['the first, held', [], 'O x h=R2', ['version 1 ORIGINAL']],
  ['the same again', ['1 x READY'], 'O x', ['repeats 1']],
  ['the same again, released', ['1 x READY r'], 'O x', ['repeats 1']],
  ['the same again where a rule would hold it by now', ['1 x READY r'], 'O x h=R5', ['repeats 1']],
  ['other data before anybody saw it', ['1 x READY'], 'O y', ['version 2 ORIGINAL', '1 SUPERSEDED']],
  ['other data after that', ['1 x READY r'], 'O y', ['version 2 CORRECTION of 1', '1 CORRECTED']],
  [
    'a correction of a correction',
    ['1 x CORRECTED r', '2 y READY r c=1'],
    'O z',
    ['version 3 CORRECTION of 2', '2 CORRECTED'],
  ],
  [
    'a correction that nobody saw gives way: people hold the first',
    ['1 x CORRECTED r', '2 y READY c=1'],
    'O z',
    ['version 3 CORRECTION of 1', '2 SUPERSEDED', '1 CORRECTED'],
  ],
  [
    'a correction taken back before anybody saw it: nothing is reissued',
    ['1 x CORRECTED r', '2 y READY c=1'],
    'O x',
    ['repeats 1', '2 SUPERSEDED', '1 READY'],
  ],
  [
    'a correction taken back after that is another one',
    ['1 x CORRECTED r', '2 y READY r c=1'],
    'O x',
    ['version 3 CORRECTION of 2', '2 CORRECTED'],
  ],

  ['the same again while staff hold it', ['1 x READY h=FERMATA_DAL_PERSONALE'], 'O x', ['repeats 1']],
  [
    'other data while staff hold it',
    ['1 x READY h=FERMATA_DAL_PERSONALE'],
    'O y',
    ['version 2 ORIGINAL', '1 SUPERSEDED'],
  ],
  [
    'a doubtful one beside what staff hold',
    ['1 x READY h=FERMATA_DAL_PERSONALE'],
    'O y h=R2',
    ['version 2 ORIGINAL'],
  ],

  ['a doubtful one leaves the good one', ['1 x READY r'], 'O y h=R2', ['version 2 CORRECTION of 1']],
  [
    'a doubtful one takes the place of a doubtful one',
    ['1 x READY r', '2 y READY h=R2'],
    'O z h=R2',
    ['version 3 CORRECTION of 1', '2 SUPERSEDED'],
  ],
  [
    'a good one takes the place of both',
    ['1 x READY r', '2 y READY h=R2'],
    'O z',
    ['version 3 CORRECTION of 1', '2 SUPERSEDED', '1 CORRECTED'],
  ],
  [
    'the data of the good one: the doubt is over',
    ['1 x READY r', '2 y READY h=R2'],
    'O x',
    ['repeats 1', '2 SUPERSEDED'],
  ],
  ['a held one again, with the same fault', ['1 x READY h=R2'], 'O x h=R2', ['repeats 1']],
  [
    'a held one again, without its fault',
    ['1 x READY h=MODELLO_NON_DISPONIBILE'],
    'O x',
    ['version 2 ORIGINAL', '1 SUPERSEDED'],
  ],
  [
    'a held one again, with another fault',
    ['1 x READY h=MODELLO_NON_DISPONIBILE'],
    'O x h=R2',
    ['version 2 ORIGINAL', '1 SUPERSEDED'],
  ],
  [
    'held after it was released: people hold it',
    ['1 x READY r h=COPIA_DIVERSA'],
    'O y',
    ['version 2 CORRECTION of 1', '1 CORRECTED'],
  ],
  ['the same of it', ['1 x READY r h=COPIA_DIVERSA'], 'O x', ['repeats 1']],

  ['nothing to annul', [], 'A', ['refuse']],
  ['an annulment', ['1 x READY r'], 'A', ['version 2 ANNULMENT of 1', '1 ANNULLED']],
  ['of what nobody saw', ['1 x READY'], 'A', ['version 2 ANNULMENT of 1', '1 ANNULLED']],
  ['of what is held', ['1 x READY h=R2'], 'A', ['version 2 ANNULMENT of 1', '1 ANNULLED']],
  [
    'of the good one, and of the doubt with it',
    ['1 x READY r', '2 y READY h=R2'],
    'A',
    ['version 3 ANNULMENT of 1', '2 SUPERSEDED', '1 ANNULLED'],
  ],
  [
    'of what people hold, not of the correction that they never saw',
    ['1 x CORRECTED r', '2 y READY c=1'],
    'A',
    ['version 3 ANNULMENT of 1', '2 SUPERSEDED', '1 ANNULLED'],
  ],
  ['an annulment again', ['1 x ANNULLED r', '2 x READY a=1'], 'A', ['repeats 2']],
  [
    'an annulment again, with a doubtful one after it',
    ['1 x ANNULLED r', '2 x READY a=1', '3 y READY h=R2'],
    'A',
    ['repeats 2', '3 SUPERSEDED'],
  ],
  [
    'data after a released annulment is a new certificate, be it the old data',
    ['1 x ANNULLED r', '2 x READY r a=1'],
    'O x',
    ['version 3 ORIGINAL', '2 CORRECTED'],
  ],
  [
    'an annulment that nobody saw, taken back',
    ['1 x ANNULLED r', '2 x READY a=1'],
    'O x',
    ['repeats 1', '2 SUPERSEDED', '1 READY'],
  ],
  [
    'an annulment that nobody saw, then other data',
    ['1 x ANNULLED r', '2 x READY a=1'],
    'O y',
    ['version 3 CORRECTION of 1', '2 SUPERSEDED', '1 CORRECTED'],
  ],
  [
    'an annulment of what nobody saw either, then data',
    ['1 x ANNULLED', '2 x READY a=1'],
    'O x',
    ['version 3 ORIGINAL', '2 SUPERSEDED'],
  ],
]

test.each(CASES)('%s', (_title, versions, row, decision) => {
  expect(told(versions, row)).toEqual(decision)
})
