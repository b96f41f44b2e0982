/** @module `recapito migrate`: the database's shape. */
import { type Flags, loadSettings } from '../config.ts'
import { migrate } from '../store/migrate.ts'
import { openStore } from '../store/store.ts'
import { answer } from './answer.ts'

export async function migrateCommand(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const store = await openStore({ url: settings.database })
  try {
    const applied = await migrate(store)
    answer(options.json, { applied }, [
      applied.length === 0
        ? 'La base dati era già aggiornata: nulla è cambiato.'
        : `Base dati aggiornata: ${applied.join(', ')}.`,
    ])
  } finally {
    await store.close()
  }
}
