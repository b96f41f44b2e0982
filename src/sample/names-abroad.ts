/**
 * Names of other countries, and the long tail of Italian ones, from faker's lists. Each list is loaded when the
 * sample starts and not before: together they cost a quarter of a second.
 *
 * @module
 */
import type { Faker } from '@faker-js/faker'

export interface NameList {
  readonly men: readonly string[]
  readonly women: readonly string[]
  readonly menSurnames: readonly string[]
  readonly womenSurnames: readonly string[]
}

export type NamesAbroad = ReadonlyMap<string, NameList>

const LOCALES: Readonly<Record<string, () => Promise<{ faker: Faker }>>> = {
  it: () => import('@faker-js/faker/locale/it'),
  es: () => import('@faker-js/faker/locale/es'),
  de: () => import('@faker-js/faker/locale/de'),
  fr: () => import('@faker-js/faker/locale/fr'),
  en: () => import('@faker-js/faker/locale/en'),
  pt: () => import('@faker-js/faker/locale/pt_PT'),
  pl: () => import('@faker-js/faker/locale/pl'),
  ro: () => import('@faker-js/faker/locale/ro'),
  hu: () => import('@faker-js/faker/locale/hu'),
  hr: () => import('@faker-js/faker/locale/hr'),
  sl: () => import('@faker-js/faker/locale/sl_SI'),
  cs: () => import('@faker-js/faker/locale/cs_CZ'),
  sk: () => import('@faker-js/faker/locale/sk'),
  tr: () => import('@faker-js/faker/locale/tr'),
  sv: () => import('@faker-js/faker/locale/sv'),
  nb: () => import('@faker-js/faker/locale/nb_NO'),
  da: () => import('@faker-js/faker/locale/da'),
  nl: () => import('@faker-js/faker/locale/nl'),
}

/** Peoples for whom faker has no list in Latin letters. */
const OWN_LISTS: readonly (readonly [
  key: string,
  men: string,
  women: string,
  menSurnames: string,
  womenSurnames?: string,
])[] = [
  [
    'maghreb',
    'Mohamed,Ahmed,Ali,Habib,Youssef,Hassan,Khaled,Noureddine,Abdelkrim,Saad,Mustapha',
    'Fatma,Aïcha,Khadija,Leïla,Samira,Naïma,Zohra,Malika,Souad,Hanane',
    'Ben Ali,Trabelsi,Ait Hadda,El Idrissi,Bouazizi,Gharbi,Alaoui,Chaouch,Mansouri,Ben Salah,Jebali',
  ],
  [
    'al',
    'Agim,Besnik,Ilir,Gëzim,Arben,Luan,Petrit,Skënder,Fatos,Shpëtim',
    'Drita,Mimoza,Vjollca,Lindita,Teuta,Flutura,Shpresa,Valbona,Afërdita,Mirela',
    'Hoxha,Shehu,Prifti,Gjoka,Çela,Dervishi,Kaçani,Leka,Marku,Toptani,Zëri',
  ],
  [
    'gr',
    'Georgios,Dimitrios,Konstantinos,Ioannis,Nikolaos,Panagiotis,Vasileios,Christos',
    'Maria,Eleni,Aikaterini,Vasiliki,Sofia,Angeliki,Georgia,Dimitra',
    'Papadopoulos,Vlachos,Angelopoulos,Nikolaidis,Georgiou,Oikonomou,Karagiannis,Makris',
  ],
  [
    'eg',
    'Mohamed,Mahmoud,Mostafa,Hany,Samir,Gamal,Tarek,Ibrahim,Sherif,Botros',
    'Mona,Hoda,Nadia,Amal,Magda,Soheir,Fatma,Mervat,Laila,Marian',
    'El Sayed,Abdel Rahman,Hassanein,Mansour,Shehata,Farag,Abou El Ela,Ghali,Soliman,Khalil',
  ],
  [
    'ru',
    'Aleksandr,Sergei,Vladimir,Nikolai,Andrei,Yuri,Viktor,Boris,Aleksei,Mikhail',
    'Elena,Olga,Tatiana,Irina,Natalia,Galina,Liudmila,Svetlana,Valentina,Nadezhda',
    'Ivanov,Smirnov,Kuznetsov,Popov,Sokolov,Lebedev,Novikov,Morozov,Volkov,Solovev',
    'Ivanova,Smirnova,Kuznetsova,Popova,Sokolova,Lebedeva,Novikova,Morozova,Volkova,Soloveva',
  ],
]

const LATIN_NAME = /^[\p{Script=Latin}' -]{2,16}$/u

export async function loadNamesAbroad(): Promise<NamesAbroad> {
  const lists = new Map<string, NameList>()
  const loaded = await Promise.all(
    Object.entries(LOCALES).map(async ([key, load]) => [key, (await load()).faker] as const),
  )
  for (const [key, faker] of loaded) lists.set(key, listOf(faker))
  for (const [key, men, women, menSurnames, womenSurnames = menSurnames] of OWN_LISTS) {
    lists.set(key, {
      men: men.split(','),
      women: women.split(','),
      menSurnames: menSurnames.split(','),
      womenSurnames: womenSurnames.split(','),
    })
  }
  return lists
}

function listOf(faker: Faker): NameList {
  const { first_name: first, last_name: last } = faker.rawDefinitions.person ?? {}
  const latin = (names: readonly string[] | undefined): readonly string[] =>
    (names ?? []).filter((name) => LATIN_NAME.test(name))
  return {
    men: latin(first?.male),
    women: latin(first?.female),
    menSurnames: latin(last?.male ?? last?.generic),
    womenSurnames: latin(last?.female ?? last?.generic),
  }
}
