/** @module A thread whose work always fails. */
import { NoSpace } from '../../src/files/file-failure.ts'
import { inThread } from '../../src/in-thread.ts'

export default inThread((task: { readonly isOurs: boolean }): string => {
  throw task.isOurs ? new NoSpace('/srv/letters.pdf', new Error('ENOSPC')) : new TypeError('not foreseen')
})
