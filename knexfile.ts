/** For knex's own command line: the same connection and the same migration names as `recapito migrate`. */
import { knexConfig } from './src/store/store.ts'

export default knexConfig({ url: process.env['DATABASE_URL'] ?? 'data/recapito.sqlite' })
