/**
 * Streets that Italian towns have, by how common they are, and frazioni, German and Ladin names that really exist.
 *
 * @module
 */

function list(text: string): readonly string[] {
  return text.trim().split(/\s*,\s*/)
}

/** Every town has these. */
export const COMMON_STREETS = list(`
  Via Roma, Via Roma, Via Roma, Via Garibaldi, Via Giuseppe Garibaldi, Corso Garibaldi, Piazza Garibaldi, Via Mazzini,
  Via Giuseppe Mazzini, Via Guglielmo Marconi, Via Marconi, Via Dante Alighieri, Via Dante, Via Cavour, Corso Cavour,
  Via Camillo Benso di Cavour, Piazza Cavour, Via Giacomo Matteotti, Via Matteotti, Piazza Matteotti,
  Via Vittorio Emanuele II, Corso Vittorio Emanuele, Corso Umberto I, Via Umberto I, Piazza Vittorio Veneto,
  Via Vittorio Veneto, Via Quattro Novembre, Via IV Novembre, Via XX Settembre, Via Venticinque Aprile, Via XXV Aprile,
  Via Primo Maggio, Via Giuseppe Verdi, Via Verdi, Via Giacomo Puccini, Via Alessandro Manzoni, Via Leopardi,
  Via Carducci, Via Giosuè Carducci, Via Petrarca, Via Boccaccio, Via Leonardo da Vinci, Via Galileo Galilei,
  Via Michelangelo Buonarroti, Via Alessandro Volta, Via Cristoforo Colombo, Via Marco Polo, Via Trieste, Via Trento,
  Via Piave, Via Isonzo, Via Monte Grappa, Via Montello, Via Nazionale, Via Europa, Viale Europa, Via della Repubblica,
  Piazza della Repubblica, Viale della Libertà, Via della Pace, Via Kennedy, Via Aldo Moro, Viale Aldo Moro,
  Via Alcide De Gasperi, Via Don Luigi Sturzo, Via Don Giovanni Minzoni, Via Don Bosco, Via Antonio Gramsci,
  Via Palmiro Togliatti, Via Giuseppe Di Vittorio, Via Enrico Fermi, Via Papa Giovanni XXIII, Piazza Duomo,
  Via San Francesco, Via San Giovanni, Via San Rocco, Via Santa Lucia, Via Sant'Antonio, Via San Martino,
  Via Santa Maria, Via della Chiesa, Via del Mulino, Via dei Mille, Via delle Rose, Via dei Tigli, Via degli Olmi,
  Via delle Mimose, Viale dei Pini, Via Fratelli Cervi, Via Fratelli Bandiera, Via Fratelli Rosselli, Via Salvo D'Acquisto,
  Via Giovanni Falcone, Via Paolo Borsellino, Via Enrico Mattei, Via dell'Artigianato, Via dei Martiri della Libertà,
  Via dei Martiri delle Fosse Ardeatine, Via Caduti sul Lavoro, Largo Augusto, Largo dei Caduti, Vicolo Corto,
  Via Nuova, Via Provinciale, Via Statale, Via Vecchia, Via Fontana, Via Castello, Via Mercato, Via Stazione,
  Viale della Stazione, Via Circonvallazione, Lungomare Cristoforo Colombo, Via Grazia Deledda, Via Maria Montessori,
  Via Rita Levi-Montalcini, Via Nino Bixio, Via Goffredo Mameli, Via Silvio Pellico, Via Ugo Foscolo, Via Torquato Tasso,
  Via Ludovico Ariosto, Via Gabriele D'Annunzio, Via Luigi Pirandello, Via Eugenio Montale, Via Italo Calvino,
  Traversa Prima Garibaldi, Vico Primo San Pietro, Salita San Nicola, Rampa San Marcellino, Via Appia, Via Aurelia,
  Via Emilia, Via Flaminia, Via Salaria, Via Casilina, Via Cassia, Via Tiburtina, Via Nomentana`)

/** Where there are no streets, with the pattern of the number that goes with each. */
export const COUNTRY_ROADS: readonly (readonly [road: string, civic: string])[] = [
  ['Contrada San Leonardo', 'SNC'],
  ['Contrada Piana', 'SNC'],
  ['Contrada Fontanelle', '^#'],
  ['Contrada Torre del Lauro', 'SNC'],
  ['Contrada Case Sparse', '^#'],
  ['Località Pian di Scò', '^#'],
  ['Località Le Piane', 'SNC'],
  ['Località Poggio Secco', '^##'],
  ['Borgata Superiore', '^'],
  ['Regione San Quirico', '^#'],
  ['Cascina Nuova', 'SNC'],
  ['Podere San Luigi', 'SNC'],
  ['Strada Provinciale 12', 'KM ^,#00'],
  ['Strada Statale 16 Adriatica', 'KM ^##,#00'],
  ['Via Nazionale Ionica', 'KM ^#'],
  ['Strada Vicinale delle Vigne', '^#'],
  ['Strada Comunale Bosco', '^##'],
]

/** City streets whose civic numbers have a colour (`domain.md` §4.1). */
export const COLOURED_STREETS: Readonly<Record<string, readonly string[]>> = {
  Firenze: list(
    'Via dei Calzaiuoli, Borgo San Frediano, Via dei Serragli, Via Gioberti, Via Ghibellina, Via Faenza',
  ),
  Genova: list(
    'Via San Vincenzo, Via Luccoli, Salita Santa Brigida, Vico dei Cartai, Via di Scurreria, Via Canneto il Lungo',
  ),
}

/** Venice numbers its sestieri, not its streets. */
export const SESTIERI = list('Cannaregio, Dorsoduro, Castello, San Polo, Santa Croce, San Marco, Giudecca')

/** Comuni of South Tyrol with their German name; the first few have most of the people. */
export const SOUTH_TYROL: readonly (readonly [italian: string, german: string])[] = [
  ['Bolzano', 'Bozen'],
  ['Bolzano', 'Bozen'],
  ['Bolzano', 'Bozen'],
  ['Merano', 'Meran'],
  ['Merano', 'Meran'],
  ['Bressanone', 'Brixen'],
  ['Laives', 'Leifers'],
  ['Brunico', 'Bruneck'],
  ['Vipiteno', 'Sterzing'],
  ['Silandro', 'Schlanders'],
  ['Chiusa', 'Klausen'],
  ['Ortisei', 'St. Ulrich'],
  ['Dobbiaco', 'Toblach'],
  ['San Candido', 'Innichen'],
  ['Egna', 'Neumarkt'],
  ['Castelrotto', 'Kastelruth'],
  ['Malles Venosta', 'Mals'],
  ['Renon', 'Ritten'],
  ['Sarentino', 'Sarntal'],
  ['Campo Tures', 'Sand in Taufers'],
  ['Valle Aurina', 'Ahrntal'],
]

export const SOUTH_TYROL_STREETS = list(`
  Via dei Portici/Lauben, Via Museo/Museumstraße, Via Goethe/Goethestraße, Goethestraße, Laurinstraße, Dorfstraße,
  Via Stazione/Bahnhofstraße, Bahnhofstraße, Via Andreas Hofer/Andreas-Hofer-Str., Rennweg, Kirchweg,
  Via Claudia Augusta, Viale Druso/Drususallee, Via Roma/Romstraße, Schießstandweg, Unterdorf, Mühlgasse`)

/** Frazioni with their comune and province; the comune's own CAP serves them. */
export const FRAZIONI: readonly (readonly [frazione: string, comune: string, province: string])[] = [
  ['Terontola', 'Cortona', 'AR'],
  ['Camucia', 'Cortona', 'AR'],
  ['Rigutino', 'Arezzo', 'AR'],
  ['Santa Maria degli Angeli', 'Assisi', 'PG'],
  ['Marlia', 'Capannori', 'LU'],
  ['Lammari', 'Capannori', 'LU'],
  ['Fregene', 'Fiumicino', 'RM'],
  ['Maccarese', 'Fiumicino', 'RM'],
  ['Lavinio', 'Anzio', 'RM'],
  ['Fossoli', 'Carpi', 'MO'],
  ['Piumazzo', 'Castelfranco Emilia', 'MO'],
  ['Sesto Imolese', 'Imola', 'BO'],
  ['Baia Domizia', 'Sessa Aurunca', 'CE'],
  ['Trappitello', 'Taormina', 'ME'],
  ['Fertilia', 'Alghero', 'SS'],
  ['Murta Maria', 'Olbia', 'SS'],
  ['Nebida', 'Iglesias', 'SU'],
  ['Cortoghiana', 'Carbonia', 'SU'],
  ['Bacu Abis', 'Carbonia', 'SU'],
  ['Cortellazzo', 'Jesolo', 'VE'],
  ['Duna Verde', 'Caorle', 'VE'],
  ['Sottomarina', 'Chioggia', 'VE'],
  ['Marco', 'Rovereto', 'TN'],
  ['Summaga', 'Portogruaro', 'VE'],
  ['Licola', 'Giugliano in Campania', 'NA'],
  ['Lucrino', 'Pozzuoli', 'NA'],
  ['Sambiase', 'Lamezia Terme', 'CZ'],
  ['Nicastro', 'Lamezia Terme', 'CZ'],
  ['Borgo Grappa', 'Latina', 'LT'],
  ['Albinia', 'Orbetello', 'GR'],
  ['Talamone', 'Orbetello', 'GR'],
  ['Torre del Lago Puccini', 'Viareggio', 'LU'],
  ['Milano Marittima', 'Cervia', 'RA'],
  ['Lido degli Estensi', 'Comacchio', 'FE'],
  ['Marina di Ragusa', 'Ragusa', 'RG'],
  ['Confreria', 'Cuneo', 'CN'],
  ['Bussana', 'Sanremo', 'IM'],
]

/** Comuni that the table of 2020 does not have: founded later, or suppressed and still written by people. */
export const UNLISTED_COMUNI: readonly (readonly [name: string, cap: string, province: string])[] = [
  ['Misiliscemi', '91100', 'TP'],
  ['Bardello con Malgesso e Bregano', '21020', 'VA'],
  ['Moransengo-Tonengo', '14023', 'AT'],
  ['Uggiate con Ronago', '22029', 'CO'],
  ['Porretta Terme', '40046', 'BO'],
  ['Crespellano', '40056', 'BO'],
]

/** Comuni that are no more: people born there keep their Belfiore codes (`domain.md` §3.1). */
export const SUPPRESSED_COMUNI: readonly (readonly [belfiore: string, name: string, province: string])[] = [
  ['A558', 'PORRETTA TERME', 'BO'],
  ['D158', 'CRESPELLANO', 'BO'],
  ['F659', 'MONTEVEGLIO', 'BO'],
  ['I474', 'SAVIGNO', 'BO'],
  ['A012', 'ABETONE', 'PT'],
  ['A042', 'ACQUARICA DEL CAPO', 'LE'],
  ['A063', 'AFFORI', 'MI'],
  ['A142', 'ALBATE', 'CO'],
  ['D887', 'GALLUZZO', 'FI'],
  ['D880', 'GALLINA', 'RC'],
  ['D877', 'GALLICO', 'RC'],
  // Today Opatija and Labin.
  ['A009', 'ABBAZIA', 'FU'],
  ['A170', 'ALBONA', 'PL'],
]

export const SUPPRESSED_BIRTHPLACES = SUPPRESSED_COMUNI.map(([belfiore]) => belfiore)

/** Area codes of some provinces' chief towns. */
export const AREA_CODES: Readonly<Record<string, string>> = {
  RM: '06',
  MI: '02',
  TO: '011',
  NA: '081',
  GE: '010',
  BO: '051',
  FI: '055',
  PA: '091',
  CT: '095',
  BA: '080',
  VE: '041',
  VR: '045',
  PD: '049',
  BS: '030',
  BG: '035',
  TS: '040',
  BZ: '0471',
  TN: '0461',
  UD: '0432',
  AN: '071',
  PG: '075',
  PE: '085',
  CA: '070',
  SS: '079',
  SA: '089',
  ME: '090',
  RC: '0965',
  CS: '0984',
  LE: '0832',
  FG: '0881',
  PR: '0521',
  MO: '059',
  RE: '0522',
  RA: '0544',
  LI: '0586',
  LU: '0583',
  AR: '0575',
  VI: '0444',
  TV: '0422',
  VA: '0332',
  CO: '031',
}
