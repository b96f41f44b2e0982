/** @module Settings that work and are hardly meant: values that come with the program, alerts that reach nobody. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { builtInSettings, type Settings } from '../../config.ts'
import { foldersIn } from '../../files/folders.ts'
import { nearPath } from '../near-path.ts'
import { type Check, octal, ok, warning } from './check.ts'

export async function settingChecks(settings: Settings, file: string): Promise<Check[]> {
  return [
    instituteCheck(settings),
    await vendorCheck(settings),
    alertsCheck(settings),
    ...(await secretCheck(settings, file)),
  ]
}

function instituteCheck({ institute }: Settings): Check {
  const builtIn = builtInSettings().institute
  const left = (['returnAddress', 'email'] as const).filter(
    (name) => String(institute[name]) === String(builtIn[name]),
  )
  if (left.length === 0) return ok('Istituto', `${institute.name}, ${institute.returnAddress.join(', ')}`)
  return warning(
    'Istituto',
    `valori d’esempio per ${left.map((name) => `institute.${name}`).join(' e ')}`,
    'Scrivere i valori dell’istituto in recapito.config.yaml prima di spedire lettere vere.',
  )
}

async function vendorCheck({ vendor, folders }: Settings): Promise<Check> {
  const folder = nearPath(join(foldersIn(folders.data, folders.output).outgoing, vendor.name))
  if (vendor.name === builtInSettings().vendor.name) {
    return warning(
      'Postalizzatore',
      `nome d’esempio: consegne in ${folder}`,
      'Concordare cartella e nome con il postalizzatore (vendor.name).',
    )
  }
  return ok('Postalizzatore', `${vendor.name}, consegne in ${folder}`)
}

function alertsCheck({ alerts, folders }: Settings): Check {
  if (alerts.smtp === '') {
    const folder = nearPath(foldersIn(folders.data, folders.output).alerts)
    return warning(
      'Avvisi',
      `restano in ${folder}: nessuno li riceve`,
      'Indicare alerts.to e alerts.smtp, o far spedire i file .eml da un altro programma.',
    )
  }
  return ok('Avvisi', `a ${alerts.to.join(', ')}`)
}

/** A mail server's password may stand in the settings. */
async function secretCheck({ alerts }: Settings, file: string): Promise<Check[]> {
  if (!/:\/\/[^/]*:[^/]*@/.test(alerts.smtp)) return []
  const info = await stat(file).catch(() => undefined)
  if (!info || (info.mode & 0o077) === 0) return []
  const near = nearPath(file)
  return [
    warning(
      'Impostazioni',
      `${near} ha i permessi ${octal(info.mode)} e contiene una password`,
      `chmod 600 ${near}`,
    ),
  ]
}
