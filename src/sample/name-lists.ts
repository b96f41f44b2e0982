/**
 * Italian given names as pensioners bear them, with weights; younger and rarer ones come from faker's lists.
 *
 * @module
 */

function weighted(text: string): readonly (readonly [name: string, weight: number])[] {
  return text
    .trim()
    .split(/\s*,\s*/)
    .map((entry) => {
      const [name = '', weight = '1'] = entry.split(':')
      return [name, Number(weight)] as const
    })
}

/** Born before about 1965. */
export const OLDER_MEN = weighted(`
  Giuseppe:90, Antonio:66, Giovanni:60, Mario:56, Luigi:50, Francesco:44, Angelo:36, Vincenzo:34, Pietro:32,
  Salvatore:32, Carlo:30, Franco:30, Domenico:28, Bruno:24, Paolo:24, Michele:22, Giorgio:22, Aldo:18, Sergio:22,
  Luciano:20, Roberto:20, Renato:16, Enzo:10, Gino:10, Guido:10, Piero:10, Umberto:8, Alberto:12, Renzo:8, Nicola:16,
  Rosario:6, Gaetano:10, Raffaele:12, Pasquale:14, Carmelo:12, Giacomo:8, Alfredo:8, Silvano:7, Armando:6, Ernesto:5,
  Enrico:8, Ugo:4, Remo:4, Walter:5, Gianfranco:7, Gian Carlo:3, Giancarlo:9, Pier Luigi:3, Pierluigi:3,
  Gennaro:7, Ciro:6, Calogero:5, Cosimo:5, Donato:5, Rocco:5, Sebastiano:5, Santo:4, Nunzio:3, Elio:5, Dino:6,
  Oreste:3, Tullio:3, Egidio:3, Felice:4, Italo:4, Romano:3, Vito:8, Leonardo:6, Stefano:8, Nicolò:2, Fausto:3,
  Adriano:6, Claudio:8, Maurizio:6, Fabrizio:2, Eugenio:4, Edoardo:2, Ettore:3, Attilio:3, Ottavio:2, Primo:2,
  Settimio:1, Quinto:1, Giovanni Battista:3, Antonio Maria:1, Giuseppe Antonio:1, Francesco Paolo:2`)

/** Born before about 1965. */
export const OLDER_WOMEN = weighted(`
  Maria:120, Anna:60, Giuseppina:42, Rosa:40, Angela:36, Giovanna:34, Teresa:32, Lucia:30, Carmela:24, Caterina:22,
  Francesca:22, Antonia:18, Elena:16, Rita:18, Concetta:14, Margherita:14, Franca:18, Luisa:16, Antonietta:14,
  Carla:18, Maria Teresa:12, Anna Maria:22, Vincenza:10, Assunta:8, Immacolata:7, Domenica:9, Rosaria:9, Filomena:7,
  Giulia:8, Adriana:10, Silvana:12, Ida:8, Emma:5, Elsa:4, Iolanda:4, Jolanda:3, Bruna:8, Gina:5, Ines:5, Irma:4,
  Elvira:5, Clara:5, Agnese:5, Agata:5, Lina:5, Liliana:8, Nella:3, Norma:3, Vittoria:5, Ada:5, Alba:3, Olga:3,
  Wanda:3, Renata:7, Loredana:4, Patrizia:6, Daniela:5, Graziella:5, Mirella:5, Ornella:4, Marisa:8, Maria Luisa:5,
  Maria Rosa:5, Maria Grazia:7, Rosa Maria:3, Maria Pia:3, Maria Concetta:2, Piera:4, Pierina:3, Santina:3, Nunzia:3,
  Raffaella:5, Michela:3, Santa:2, Ersilia:2, Fernanda:3, Fiorella:3, Gabriella:6, Giuliana:6, Grazia:7, Ivana:4,
  Laura:7, Licia:2, Lidia:5, Luciana:7, Marcella:4, Nicoletta:3, Nives:1, Ornella Maria:1, Paola:7, Sandra:4,
  Serafina:2, Stella:2, Tina:2, Virginia:3, Zita:1`)

/** Born later. */
export const YOUNGER_MEN = weighted(`
  Marco:30, Andrea:30, Alessandro:26, Luca:26, Matteo:20, Francesco:22, Stefano:18, Davide:18, Simone:16, Fabio:16,
  Roberto:14, Massimo:12, Daniele:14, Alessio:10, Antonio:12, Giuseppe:12, Lorenzo:14, Riccardo:10, Nicola:8,
  Gabriele:10, Filippo:8, Federico:12, Cristian:6, Mattia:10, Michele:8, Salvatore:6, Vincenzo:5, Emanuele:8,
  Leonardo:8, Tommaso:8, Edoardo:6, Pietro:7, Giacomo:6, Samuele:5, Nicolò:4, Gianluca:7, Ivan:4, Diego:4`)

/** Born later. */
export const YOUNGER_WOMEN = weighted(`
  Giulia:28, Francesca:26, Chiara:24, Sara:24, Valentina:22, Laura:20, Alessandra:16, Federica:18, Elisa:16,
  Silvia:18, Martina:16, Elena:16, Paola:12, Simona:10, Barbara:10, Cristina:12, Monica:12, Sabrina:8, Stefania:10,
  Daniela:10, Claudia:12, Ilaria:10, Alice:10, Sofia:10, Aurora:8, Giorgia:8, Marta:8, Anna:10, Maria:8, Roberta:10,
  Michela:8, Veronica:8, Beatrice:7, Camilla:5, Ginevra:4, Noemi:4, Arianna:6, Eleonora:7, Serena:6, Debora:4`)

/** The surnames most people have; the long tail is faker's list of some two thousand. */
export const COMMON_SURNAMES = weighted(`
  Rossi:45, Russo:32, Ferrari:26, Esposito:24, Bianchi:20, Romano:19, Colombo:18, Ricci:17, Marino:17, Greco:16,
  Bruno:15, Gallo:14, Conti:14, De Luca:14, Mancini:13, Costa:13, Giordano:13, Rizzo:12, Lombardi:12, Moretti:12,
  Barbieri:10, Fontana:10, Santoro:10, Mariani:9, Rinaldi:9, Caruso:10, Ferrara:9, Galli:9, Martini:8, Leone:8,
  Longo:8, Gentile:8, Martinelli:8, Vitale:8, Lombardo:8, Serra:7, Coppola:7, De Santis:7, D'Angelo:8, Marchetti:7,
  Parisi:7, Villa:7, Conte:7, Ferraro:7, Ferri:7, Fabbri:6, Bianco:6, Marini:6, Grasso:6, Valentini:6, Messina:6,
  Sala:6, De Angelis:6, Gatti:6, Pellegrini:6, Palumbo:6, Sanna:6, Farina:6, Rizzi:5, Monti:5, Cattaneo:5,
  Morelli:5, Amato:5, Silvestri:5, Mazza:5, Testa:5, Grassi:5, Pellegrino:5, Carbone:5, Giuliani:5, Benedetti:4,
  Barone:4, Rossetti:4, Caputo:4, Montanari:4, Guerra:4, Palmieri:4, Bernardi:4, Martino:4, Fiore:4, De Rosa:4,
  Ferretti:4, Bellini:4, Basile:4, Riva:4, Donati:4, Piras:4, Vitali:4, Battaglia:4, Sartori:4, Neri:4, Costantini:4,
  Milani:4, Pagano:4, Ruggiero:4, Sorrentino:4, D'Amico:5, Orlando:4, Damico:1, Negri:4, Mantovani:3, Dell'Acqua:2,
  Dall'Olio:1, Dell'Orto:1, Dell'Anna:1, Dall'Aglio:1, Degl'Innocenti:1, D'Addario:1, Nicolò:1, Fo:0.3, Lo:0.2`)

/** South Tyrol's own, where neighbours are called Mair and Pichler. */
export const TYROLEAN_SURNAMES = (
  'Mair,Pichler,Gruber,Kofler,Hofer,Egger,Pircher,Thaler,Gasser,Oberhofer,Unterhofer,Plattner,Mayr,Lanz,Gamper,Ladurner,' +
  'Kröss,Schöpf,Höller,Niederbacher,Obexer,Stuffer,Kostner,Demetz,Weiß,Wörndle,Gögele,Überbacher'
).split(',')
export const TYROLEAN_MEN =
  'Josef,Johann,Franz,Karl,Anton,Alois,Georg,Peter,Heinrich,Walter,Hubert,Jürgen,Günther'.split(',')
export const TYROLEAN_WOMEN =
  'Maria,Anna,Rosa,Theresia,Frieda,Notburga,Hildegard,Waltraud,Margareth,Elisabeth,Käthe,Zäzilia'.split(',')

/** Two people whose full names fill 88 characters, the longest the feeds allow (`domain.md` §4.1). */
export const NAMES_OF_88 = [
  {
    sex: 'F',
    surname: 'Montecuccoli Degli Erri Caracciolo Di Somma',
    name: 'Maria Immacolata Concetta Addolorata Pierina',
  },
  {
    sex: 'M',
    surname: 'Alliata Di Villafranca E Valguarnera Palermo',
    name: 'Giovanni Battista Francesco Paolo Gasparino',
  },
] as const
