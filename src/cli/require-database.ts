/** @module For commands that make no database: the one they are about must be there. */
import { existsSync } from 'node:fs'
import { isPostgresUrl } from '../store/store.ts'

/** Nothing was done (exit 2). */
class NoDatabase extends Error {
  readonly exitCode = 2
  constructor(database: string) {
    super(
      `${database}: la base dati non c’è ancora, e questo comando non la crea. La crea la prima notte: recapito night. ` +
        'Se è altrove, indicarla con --data o --database.',
    )
    this.name = 'NoDatabase'
  }
}

/** A server's is known only by asking it. */
export function requireDatabase(database: string): void {
  if (!isPostgresUrl(database) && !existsSync(database)) throw new NoDatabase(database)
}
