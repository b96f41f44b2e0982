/** @module The files that staff edit, as far as reading them tells; `recapito templates check` compiles them too. */
import { join } from 'node:path'
import type { Settings } from '../../config.ts'
import { counted } from '../../domain/counted.ts'
import { faultSentence } from '../../letters/file-fault.ts'
import { readTemplates } from '../../letters/read-templates.ts'
import { loadMessageTemplates } from '../../messages/message-templates.ts'
import { type Check, fault, ok } from './check.ts'

const TOPIC = 'Testi'

export async function textChecks({
  folders: { templates },
  geometry,
  institute,
}: Settings): Promise<Check[]> {
  const letters = await readTemplates(templates, [geometry])
  const [first] = letters.faults
  if (first) {
    const others =
      letters.faults.length > 1
        ? `, e ${counted(letters.faults.length - 1, 'altro difetto', 'altri difetti')}`
        : ''
    return [
      fault(
        TOPIC,
        `${faultSentence(first)}${others}`,
        'Vederli tutti con recapito templates check e correggerli.',
      ),
    ]
  }
  try {
    await loadMessageTemplates(join(templates, 'messages'), institute.name)
  } catch (error) {
    return [fault(TOPIC, (error as Error).message, 'Correggere il testo del messaggio.')]
  }
  const drafts = [...letters.texts.values()].filter(({ status }) => status === 'draft').length
  const approved = letters.texts.size - drafts
  const languages = approved === 1 ? 'una lingua approvata' : `${approved} lingue approvate`
  return [ok(TOPIC, `${languages}${drafts > 0 ? `, ${drafts} in bozza` : ''}; profilo ${geometry}`)]
}
