/** @module The address of a database as it may be shown. */
import { isPostgresUrl } from '../store/store.ts'

export function withoutPassword(database: string): string {
  if (!isPostgresUrl(database)) return database
  const url = new URL(database)
  url.password = ''
  // Only then: it writes the others anew, a blank as a plus.
  if (url.searchParams.has('password')) url.searchParams.delete('password')
  return url.href
}
