/** @module The static list of migrations, under names without extension, so that every way of running sees the same. */
import type { Knex } from 'knex'
import * as ledger from './0001-ledger.ts'
import * as letterLanguages from './0002-letter-languages.ts'
import * as certificates from './0003-certificates.ts'
import * as operation from './0004-operation.ts'
import * as certificatePec from './0005-certificate-pec.ts'

const LIST: Readonly<Record<string, Knex.Migration>> = {
  '0001-ledger': ledger,
  '0002-letter-languages': letterLanguages,
  '0003-certificates': certificates,
  '0004-operation': operation,
  '0005-certificate-pec': certificatePec,
}

export const migrations: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(LIST),
  getMigrationName: (name) => name,
  async getMigration(name) {
    const migration = LIST[name]
    if (!migration) throw new Error(`unknown migration ${name}: this program is older than its database`)
    return migration
  },
}
