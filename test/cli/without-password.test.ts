import { expect, test } from 'vitest'
import { withoutPassword } from '../../src/cli/without-password.ts'

test.each([
  ['/srv/recapito/data/recapito.sqlite', '/srv/recapito/data/recapito.sqlite'],
  ['postgres://recapito@db/ledger', 'postgres://recapito@db/ledger'],
  ['postgres://recapito:segreto@db/ledger', 'postgres://recapito@db/ledger'],
  ['postgresql://db/ledger?user=recapito&password=segreto', 'postgresql://db/ledger?user=recapito'],
  ['postgres://db/ledger?options=-c%20geqo%3Doff', 'postgres://db/ledger?options=-c%20geqo%3Doff'],
])('%s is shown as %s', (database, shown) => {
  expect(withoutPassword(database)).toBe(shown)
})
