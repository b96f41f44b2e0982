/** The test vectors of `domain.md` §3.5. */
import type { PersonalData } from '../../src/domain/codice-fiscale-computed.ts'

interface Vector {
  readonly cf: string
  readonly person: PersonalData
}

export const PEOPLE: readonly Vector[] = [
  vector('CCCFBA85D03L219P', 'Caccamo', 'Fabio', 'M', '1985-04-03', 'L219'),
  vector('MRTMRA83T56A269B', 'Martini', 'Maria', 'F', '1983-12-16', 'A269'),
  vector('RSSMRA50B17A558W', 'Rossi', 'Mario', 'M', '1950-02-17', 'A558'),
  vector('PNLMHL79R27I158P', 'Panella', 'Michele', 'M', '1979-10-27', 'I158'),
  vector('THDSDA95P08Z330H', 'Ait Hadda', 'Saad', 'M', '1995-09-08', 'Z330'),
  vector('BLSLGS84C22Z145O', 'Belousovs', 'Olegs', 'M', '1984-03-22', 'Z145'),
  vector('TKKYKU87B68L219F', 'Takakura', 'Yuuki', 'F', '1987-02-28', 'L219'),
  vector('MRNLCU00A01H501J', 'Moreno', 'Luca', 'M', '2000-01-01', 'H501'),
  vector('MRNLCU00A01Z100P', 'Moreno', 'Luca', 'M', '2000-01-01', 'Z100'),
  vector('RSSMRA85T10A562S', 'Rossi', 'Mario', 'M', '1985-12-10', 'A562'),
  vector('WLLLRY87T18Z404B', 'Wall', 'Larry', 'M', '1987-12-18', 'Z404'),
  vector('FOXLUX40A41F839I', 'Fo', 'Lu', 'F', '1940-01-01', 'F839'),
  vector('DNGNMR00B69F205E', 'D’Angelo', 'Anna Maria', 'F', '2000-02-29', 'F205'),
  vector('MLLNCL12H15D612P', 'Müller', 'Niccolò', 'M', '2012-06-15', 'D612'),
  vector('AIXGUO31T31Z112W', 'Ai', 'Ugo', 'M', '1931-12-31', 'Z112'),
  vector('DLCGFR28E03Z404B', 'De Luca', 'Gianfranco', 'M', '1928-05-03', 'Z404'),
  vector('BNCGNN33R49Z600L', 'Bianchi', 'Giovanna', 'F', '1933-10-09', 'Z600'),
  vector('ZTRLAI60C05Z243O', 'Öztürk', 'Ali', 'M', '1960-03-05', 'Z243'),
  vector('STRVEA45M60Z102I', 'Straße', 'Eva', 'F', '1945-08-20', 'Z102'),
  vector('RSSMRA50B17H501F', 'Rossi', 'Mario', 'M', '1950-02-17', 'H501'),
]

function vector(
  cf: string,
  ...[surname, name, sex, birthDate, birthPlace]: [string, string, 'M' | 'F', string, string]
): Vector {
  return { cf, person: { surname, name, sex, birthDate, birthPlace } }
}
