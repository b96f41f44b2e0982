/** @module `recapito sample`: feeds of believable people. */
import { type Flags, loadSettings } from '../config.ts'
import { counted } from '../domain/counted.ts'
import { foldersIn } from '../files/folders.ts'
import { answer, today } from './answer.ts'
import { repeatFlags } from './repeat-flags.ts'

export async function sample(
  flags: Flags,
  options: { requests: number; seed: number; date?: string; after?: string; out?: string; json?: boolean },
): Promise<void> {
  const { folders } = await loadSettings(flags)
  const { writeWholeSample } = await import('../sample/write-whole-sample.ts')
  const date = options.date ?? today()
  const written = await writeWholeSample({
    requests: options.requests,
    seed: options.seed,
    date,
    out: options.out ?? foldersIn(folders.data, folders.output).inbox,
    ...(options.after === undefined ? {} : { after: options.after }),
  })
  answer(options.json, written, [
    ...written.files.map((file) => `${file.path}  ${counted(file.rows, 'riga', 'righe')}`),
    ...repeatFlags([`Prossimo passo: recapito night --date ${date}`], flags),
  ])
}
