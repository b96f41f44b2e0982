/**
 * Italian provinces, and the first CAP digit of each (`domain.md` §4.2).
 *
 * The 107 of 2016–2025, and four Sardinian ones of 2005–2016 that a regional law brings back: addresses carry them,
 * tables of places list their comuni elsewhere. `FO` and `PS` are older signs of provinces that only changed name.
 *
 * @module
 */

export interface Province {
  readonly sigla: string
  readonly name: string
  /** First digit of every CAP of the province: the postal region. */
  readonly capDigit: string
  /** Where a table without this province has its comuni; else its own sigla. */
  readonly listedUnder: string
}

type ProvinceRow = readonly [sigla: string, name: string, capDigit: string, listedUnder?: string]

const ROWS: readonly ProvinceRow[] = [
  ['AG', 'Agrigento', '9'],
  ['AL', 'Alessandria', '1'],
  ['AN', 'Ancona', '6'],
  ['AO', "Valle d'Aosta", '1'],
  ['AP', 'Ascoli Piceno', '6'],
  ['AQ', "L'Aquila", '6'],
  ['AR', 'Arezzo', '5'],
  ['AT', 'Asti', '1'],
  ['AV', 'Avellino', '8'],
  ['BA', 'Bari', '7'],
  ['BG', 'Bergamo', '2'],
  ['BI', 'Biella', '1'],
  ['BL', 'Belluno', '3'],
  ['BN', 'Benevento', '8'],
  ['BO', 'Bologna', '4'],
  ['BR', 'Brindisi', '7'],
  ['BS', 'Brescia', '2'],
  ['BT', 'Barletta-Andria-Trani', '7'],
  ['BZ', 'Bolzano/Bozen', '3'],
  ['CA', 'Cagliari', '0'],
  ['CB', 'Campobasso', '8'],
  ['CE', 'Caserta', '8'],
  ['CH', 'Chieti', '6'],
  ['CL', 'Caltanissetta', '9'],
  ['CN', 'Cuneo', '1'],
  ['CO', 'Como', '2'],
  ['CR', 'Cremona', '2'],
  ['CS', 'Cosenza', '8'],
  ['CT', 'Catania', '9'],
  ['CZ', 'Catanzaro', '8'],
  ['EN', 'Enna', '9'],
  ['FC', 'Forlì-Cesena', '4'],
  ['FE', 'Ferrara', '4'],
  ['FG', 'Foggia', '7'],
  ['FI', 'Firenze', '5'],
  ['FM', 'Fermo', '6'],
  ['FR', 'Frosinone', '0'],
  ['GE', 'Genova', '1'],
  ['GO', 'Gorizia', '3'],
  ['GR', 'Grosseto', '5'],
  ['IM', 'Imperia', '1'],
  ['IS', 'Isernia', '8'],
  ['KR', 'Crotone', '8'],
  ['LC', 'Lecco', '2'],
  ['LE', 'Lecce', '7'],
  ['LI', 'Livorno', '5'],
  ['LO', 'Lodi', '2'],
  ['LT', 'Latina', '0'],
  ['LU', 'Lucca', '5'],
  ['MB', 'Monza e della Brianza', '2'],
  ['MC', 'Macerata', '6'],
  ['ME', 'Messina', '9'],
  ['MI', 'Milano', '2'],
  ['MN', 'Mantova', '4'],
  ['MO', 'Modena', '4'],
  ['MS', 'Massa-Carrara', '5'],
  ['MT', 'Matera', '7'],
  ['NA', 'Napoli', '8'],
  ['NO', 'Novara', '2'],
  ['NU', 'Nuoro', '0'],
  ['OR', 'Oristano', '0'],
  ['PA', 'Palermo', '9'],
  ['PC', 'Piacenza', '2'],
  ['PD', 'Padova', '3'],
  ['PE', 'Pescara', '6'],
  ['PG', 'Perugia', '0'],
  ['PI', 'Pisa', '5'],
  ['PN', 'Pordenone', '3'],
  ['PO', 'Prato', '5'],
  ['PR', 'Parma', '4'],
  ['PT', 'Pistoia', '5'],
  ['PU', 'Pesaro e Urbino', '6'],
  ['PV', 'Pavia', '2'],
  ['PZ', 'Potenza', '8'],
  ['RA', 'Ravenna', '4'],
  ['RC', 'Reggio Calabria', '8'],
  ['RE', 'Reggio Emilia', '4'],
  ['RG', 'Ragusa', '9'],
  ['RI', 'Rieti', '0'],
  ['RM', 'Roma', '0'],
  ['RN', 'Rimini', '4'],
  ['RO', 'Rovigo', '4'],
  ['SA', 'Salerno', '8'],
  ['SI', 'Siena', '5'],
  ['SO', 'Sondrio', '2'],
  ['SP', 'La Spezia', '1'],
  ['SR', 'Siracusa', '9'],
  ['SS', 'Sassari', '0'],
  ['SU', 'Sud Sardegna', '0'],
  ['SV', 'Savona', '1'],
  ['TA', 'Taranto', '7'],
  ['TE', 'Teramo', '6'],
  ['TN', 'Trento', '3'],
  ['TO', 'Torino', '1'],
  ['TP', 'Trapani', '9'],
  ['TR', 'Terni', '0'],
  ['TS', 'Trieste', '3'],
  ['TV', 'Treviso', '3'],
  ['UD', 'Udine', '3'],
  ['VA', 'Varese', '2'],
  ['VB', 'Verbano-Cusio-Ossola', '2'],
  ['VC', 'Vercelli', '1'],
  ['VE', 'Venezia', '3'],
  ['VI', 'Vicenza', '3'],
  ['VR', 'Verona', '3'],
  ['VT', 'Viterbo', '0'],
  ['VV', 'Vibo Valentia', '8'],
  ['CI', 'Carbonia-Iglesias', '0', 'SU'],
  ['OG', 'Ogliastra', '0', 'NU'],
  ['OT', 'Olbia-Tempio', '0', 'SS'],
  ['VS', 'Medio Campidano', '0', 'SU'],
]

export const PROVINCES: readonly Province[] = Object.freeze(
  ROWS.map(([sigla, name, capDigit, listedUnder = sigla]) =>
    Object.freeze({ sigla, name, capDigit, listedUnder }),
  ),
)

const BY_SIGLA: ReadonlyMap<string, Province> = new Map(
  PROVINCES.map((province) => [province.sigla, province]),
)

/** Same province, older sign: Forlì until 1999, Pesaro until 1999. Vendors' tables may no longer have them. */
const RENAMED: Readonly<Record<string, string>> = { FO: 'FC', PS: 'PU' }

/** The province with this sigla in capitals, under its present sigla; undefined when there is none. */
export function provinceBySigla(sigla: string): Province | undefined {
  return BY_SIGLA.get(RENAMED[sigla] ?? sigla)
}
