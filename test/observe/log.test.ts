import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from '../../src/observe/log.ts'
import { redactText } from '../../src/observe/redact.ts'

function capture() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { lines, log: createLog({ level: 'info', stream, version: 'test' }) }
}

test('a line is JSON with event, time, process and the fields of its run', () => {
  const { lines, log } = capture()
  log.with({ job: 'intake', runId: 7 }).info('run.started', { attempt: 1 })
  expect(JSON.parse(lines[0] as string)).toMatchObject({
    level: 'info',
    event: 'run.started',
    job: 'intake',
    runId: 7,
    attempt: 1,
    pid: process.pid,
    ts: expect.stringMatching(/^\d{4}-.*Z$/),
  })
})

test.each([
  ['a codice fiscale in the text', 'person RSSMRA50B17H501F asked', 'RSSMRA50B17H501F'],
  ['an omocode', 'CCCFBAURDLPLNMVU', 'CCCFBAURDLPLNMVU'],
  ['a half', 'half 0A1B2C3D', '0A1B2C3D'],
  ['a half in two groups', 'half 0A1B 2C3D.', '0A1B 2C3D'],
  ['a whole code', 'pin 0A1B2C3D99887766', '99887766'],
  ['a half of digits alone', 'half 33445566', '33445566'],
  ['a half in the name of a feed', 'certificate-data-2018-33445566.csv', '33445566'],
  ['a half that follows the date of one', 'certificate-data-2018-20261120-33445566.csv', '33445566'],
  ['a half that runs on from it', 'certificate-data-2018-2026112033445566', '33445566'],
  ['a half in two groups after one', 'pin-requests-20261120-3344 5566.csv', '5566'],
  ['a half in two groups with a hyphen', 'pin-requests-20261120-3344-5566.csv', '5566'],
  ['a half beside one', 'certificate-data-2018-20261120-01.csv 0A1B2C3D', '0A1B2C3D'],
  ['a whole code like year and date', 'pin 2018-20261120-3344', '20261120'],
])('%s does not reach the log, in fields, errors and their causes', (_title, text, secret) => {
  const { lines, log } = capture()
  const error = new Error('outer', { cause: new Error(text) })
  log.error('run.failed', { error, nested: { list: [text] }, text })
  expect(lines.length).toBe(1)
  expect(lines.join('')).not.toContain(secret)
})

test.each([
  '2026-11-22',
  '20261122',
  'PIN_IT-20261122-001-92728b9547',
  'R3K7Q-9TX2M-C',
  '2026-11-22T03:30:00.000Z',
  'certificate-data-2018-20261120-01.csv',
  'certificate-data-2018-20261120-0001.csv.done',
  'data/archive/certificate-data-2018-20261120-01.115415f7c6e8.csv: line 7',
  'certificate-requests-20261120.csv and pin-requests-20261120-0001.csv',
])('%s is no secret and stays', (text) => {
  expect(redactText(text)).toBe(text)
})

test('an error in a field keeps its name, message and code', () => {
  const { lines, log } = capture()
  log.error('x', { error: Object.assign(new TypeError('broken'), { code: 'E1' }) })
  expect(JSON.parse(lines[0] as string).error).toMatchObject({
    name: 'TypeError',
    message: 'broken',
    code: 'E1',
  })
})
