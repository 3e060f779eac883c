/**
 * Every source of data by its slug: what kind it is, which data types it offers and what its devices measure. The
 * generator fills nothing a provider is not credited with here, and the catalogue of integrations is read from it.
 */

/** The data types one can ask a provider for. */
export const requestedTypes = ['activity', 'athlete', 'body', 'daily', 'menstruation', 'nutrition', 'sleep'] as const
export type RequestedType = (typeof requestedTypes)[number]

/** The data types that only ever arrive by themselves. */
export const pushedTypes = ['health_observation', 'hormone', 'planned_workout'] as const
export type PushedType = (typeof pushedTypes)[number]

/** `intraday`: samples through the day and night, not only sums and means. */
const vital = ['intraday', 'heart_rate', 'resting_heart_rate', 'spo2', 'respiration', 'vo2max'] as const
const temperature = ['skin_temperature', 'body_temperature', 'temperature_delta'] as const
const movement = ['steps', 'distance', 'floors', 'calories', 'active_minutes', 'activity_levels', 'met'] as const
const day = ['standing', 'stress', 'body_battery', 'strain', 'tags', 'activity_score', 'recovery_score'] as const
const sleeping = ['sleep_stages', 'hypnogram', 'naps', 'snoring', 'sleep_score'] as const
/** Without `workout_samples` there is only the summary of a workout. */
const workout = ['workout_samples', 'workout_heart_rate', 'heart_rate_zones', 'training_load'] as const
const course = ['gps', 'elevation', 'cadence', 'power', 'laps'] as const
const figure = [
  'weight',
  'height',
  'body_composition',
  'blood_pressure',
  'pulse_wave_velocity',
  'ecg',
  'spo2_spot',
] as const
const blood = ['glucose_continuous', 'glucose_spot', 'ketones'] as const
const eating = ['food', 'micronutrients', 'water'] as const
const person = [
  'profile_name',
  'profile_email',
  'profile_birth',
  'profile_age',
  'profile_sex',
  'profile_place',
] as const

/** What a provider may know, beside the kind of heart rate variability. `flow` is that of a period. */
export const measures = [
  ...[...vital, ...temperature, ...movement, ...day],
  ...[...sleeping, ...workout, ...course],
  ...[...figure, ...blood, ...eating, 'flow', ...person],
] as const
export type Measure = (typeof measures)[number]

/** RMSSD and SDNN are different quantities and never stand in for each other. */
export type HrvKind = 'rmssd' | 'sdnn' | 'none'

export type Capabilities = Readonly<Record<Measure, boolean>> & { readonly hrv: HrvKind }

export interface Provider {
  /** As people know it. */
  readonly name: string
  /** Where its data comes from: its servers, an app on the phone, or a file someone brings. */
  readonly kind: 'cloud' | 'phone' | 'file'
  /** Its service is switched off, so that nobody can connect: since when, and what to do instead. Null while it runs. */
  readonly retired: string | null
  readonly types: Readonly<Record<RequestedType, boolean>>
  readonly pushes: Readonly<Record<PushedType, boolean>>
  readonly capabilities: Capabilities
  readonly manufacturer: string
  /** Models that report through it; the first is the commonest. Empty where people type their data in. */
  readonly devices: readonly string[]
}

interface Sheet {
  /** Data types and measures, separated by spaces. */
  offers: string
  measures: string
  hrv?: HrvKind
  maker?: string
  devices?: readonly string[]
  retired?: string
}

/** `{ a: true, b: false }` for the words a sheet names out of those that exist; an unknown word is a slip in the sheet. */
const flags = <W extends string>(known: readonly W[], named: ReadonlySet<string>): Readonly<Record<W, boolean>> => {
  const entries = known.map((word): [W, boolean] => [word, named.has(word)])
  // Object.fromEntries widens its keys to string; they are exactly `known`.
  return Object.freeze(Object.fromEntries(entries)) as Readonly<Record<W, boolean>>
}

const wordsOf = (text: string, known: readonly string[], name: string): ReadonlySet<string> => {
  const words = new Set(text.split(/\s+/).filter((word) => word !== ''))
  for (const word of words) if (!known.includes(word)) throw new Error(`${name} names ${word}, which does not exist`)
  return words
}

const source =
  (kind: Provider['kind']) =>
  (name: string, sheet: Sheet): Provider => {
    const offered = wordsOf(sheet.offers, [...requestedTypes, ...pushedTypes], name)
    return Object.freeze({
      name,
      kind,
      retired: sheet.retired ?? null,
      types: flags(requestedTypes, offered),
      pushes: flags(pushedTypes, offered),
      capabilities: Object.freeze({
        ...flags(measures, wordsOf(sheet.measures, measures, name)),
        hrv: sheet.hrv ?? 'none',
      }),
      manufacturer: sheet.maker ?? name,
      devices: Object.freeze([...(sheet.devices ?? [])]),
    })
  }

const cloud = source('cloud')
const phone = source('phone')
const file = source('file')

// What most bracelets and watches share.
const wrist = 'intraday heart_rate resting_heart_rate spo2 steps distance calories active_minutes workout_heart_rate'
const night = 'sleep_stages hypnogram naps'
const track = 'workout_samples workout_heart_rate gps elevation cadence'
const profile = 'profile_name profile_email profile_birth profile_sex'

const fitbit: Sheet = {
  offers: 'activity athlete body daily nutrition sleep',
  measures: `${wrist} ${night} floors activity_levels respiration vo2max temperature_delta heart_rate_zones laps
    elevation weight height body_composition spo2_spot body_temperature glucose_spot food micronutrients water profile_age`,
  hrv: 'rmssd',
  maker: 'Fitbit',
  devices: ['Charge 6', 'Versa 4', 'Sense 2', 'Inspire 3'],
}

const dexcom: Sheet = {
  offers: 'athlete body',
  measures: 'glucose_continuous glucose_spot',
  maker: 'Dexcom',
  devices: ['Dexcom G7', 'Dexcom G6', 'Dexcom ONE+'],
}

const omron: Sheet = {
  offers: 'body',
  measures: 'blood_pressure weight body_composition',
  maker: 'Omron',
  devices: ['Evolv', 'Complete', 'M7 Intelli IT'],
}

const ketoMojo: Sheet = {
  offers: 'body',
  measures: 'ketones glucose_spot',
  maker: 'Keto-Mojo',
  devices: ['GK+', 'GKI-Bluetooth'],
}

/** All providers by slug, the spelling of the wire. */
export const providers = Object.freeze({
  APPLE: phone('Apple Health', {
    offers: 'activity athlete body daily health_observation menstruation nutrition sleep',
    measures: `${wrist} ${night} ${track} floors standing respiration vo2max skin_temperature body_temperature power laps
      weight height body_composition blood_pressure ecg spo2_spot glucose_spot food micronutrients water flow
      profile_birth profile_sex`,
    hrv: 'sdnn',
    maker: 'Apple',
    devices: ['Apple Watch Series 10', 'Apple Watch Ultra 2', 'Apple Watch SE'],
  }),
  BIOSTRAP: cloud('Biostrap', {
    offers: 'activity athlete body daily sleep',
    measures: `intraday heart_rate resting_heart_rate spo2 respiration steps distance calories workout_heart_rate sleep_stages
      hypnogram sleep_score skin_temperature weight height ${profile}`,
    hrv: 'rmssd',
    devices: ['Biostrap Kairos', 'Biostrap EVO'],
  }),
  CLUE: cloud('Clue', { offers: 'health_observation menstruation', measures: 'flow' }),
  CONCEPT2: cloud('Concept2', {
    offers: 'activity athlete',
    measures: `workout_samples workout_heart_rate cadence power laps ${profile}`,
    devices: ['RowErg PM5', 'SkiErg PM5', 'BikeErg PM5'],
  }),
  COROS: cloud('COROS', {
    offers: 'activity athlete daily planned_workout sleep',
    measures: `${track} heart_rate resting_heart_rate steps distance calories active_minutes sleep_stages naps power laps
      heart_rate_zones training_load profile_name`,
    hrv: 'rmssd',
    devices: ['PACE 3', 'APEX 2 Pro', 'VERTIX 2S'],
  }),
  CRONOMETER: cloud('Cronometer', { offers: 'body nutrition', measures: 'food micronutrients water weight' }),
  DECATHLON: cloud('Decathlon', {
    offers: 'activity athlete body',
    measures: `${track} weight height profile_name profile_birth profile_sex`,
    devices: ['Kiprun GPS 900', 'Kiprun GPS 500', 'Coach app'],
  }),
  DEXCOM: cloud('Dexcom', dexcom),
  DEXCOM_EU: cloud('Dexcom (outside the US)', dexcom),
  DEXCOM_JP: cloud('Dexcom (Japan)', dexcom),
  EIGHTSLEEP: cloud('Eight Sleep', {
    offers: 'sleep',
    measures: 'intraday heart_rate resting_heart_rate respiration sleep_stages hypnogram sleep_score',
    hrv: 'rmssd',
    devices: ['Pod 4', 'Pod 3 Cover'],
  }),
  FATSECRET: cloud('FatSecret', { offers: 'body nutrition', measures: 'food micronutrients weight' }),
  FILE: file('Activity files (FIT, TCX, GPX)', {
    offers: 'activity',
    measures: `${track} power laps`,
    maker: 'Garmin',
    devices: ['Edge 540', 'Forerunner 255', 'fenix 7'],
  }),
  FITBIT: cloud('Fitbit', {
    ...fitbit,
    retired:
      'Fitbit switched its Web API off on 2 November 2026: connect GOOGLE_HEALTH, or import the archive that Google Takeout gives.',
  }),
  FREESTYLELIBRE: cloud('FreeStyle Libre', {
    offers: 'body',
    measures: 'glucose_continuous glucose_spot',
    maker: 'Abbott',
    devices: ['FreeStyle Libre 3', 'FreeStyle Libre 2'],
  }),
  GARMIN: cloud('Garmin', {
    offers: 'activity athlete body daily menstruation planned_workout sleep',
    measures: `${wrist} ${night} ${track} floors activity_levels met stress body_battery respiration vo2max sleep_score
      temperature_delta power laps weight body_composition blood_pressure`,
    hrv: 'rmssd',
    devices: ['Forerunner 265', 'fenix 7 Pro', 'Venu 3', 'vívoactive 5'],
  }),
  GOOGLEFIT: cloud('Google Fit', {
    offers: 'activity body daily nutrition sleep',
    measures: `intraday heart_rate steps distance calories active_minutes workout_samples workout_heart_rate gps sleep_stages
      hypnogram weight height blood_pressure glucose_spot body_temperature food water`,
    maker: 'Google',
    devices: ['Pixel 8', 'Pixel Watch'],
  }),
  GOOGLE_HEALTH: cloud('Google Health', { ...fitbit, maker: 'Google', devices: ['Pixel Watch 3', 'Fitbit Charge 6'] }),
  HAMMERHEAD: cloud('Hammerhead', {
    offers: 'activity athlete planned_workout',
    measures: `${track} power laps profile_name profile_email`,
    devices: ['Karoo 3', 'Karoo 2'],
  }),
  HEALTH_CONNECT: phone('Health Connect', {
    offers: 'activity body daily health_observation menstruation nutrition sleep',
    measures: `${wrist} ${night} ${track} floors respiration vo2max skin_temperature body_temperature power laps weight
      height body_composition blood_pressure glucose_spot food micronutrients water flow`,
    hrv: 'rmssd',
    maker: 'Google',
    devices: ['Pixel Watch 3', 'OnePlus Watch 2', 'Pixel 9'],
  }),
  HUAWEI: cloud('Huawei Health', {
    offers: 'activity athlete body daily sleep',
    measures: `${wrist} ${night} ${track} floors stress sleep_score weight height body_composition profile_birth profile_sex`,
    maker: 'Huawei',
    devices: ['WATCH GT 5', 'Band 9', 'WATCH FIT 3'],
  }),
  INBODY: cloud('InBody', {
    offers: 'body',
    measures: 'weight height body_composition blood_pressure',
    devices: ['InBody 770', 'InBody H30'],
  }),
  KETOMOJOEU: cloud('Keto-Mojo (Europe)', ketoMojo),
  KETOMOJOUS: cloud('Keto-Mojo (US)', ketoMojo),
  KOMOOT: cloud('komoot', {
    offers: 'activity athlete',
    measures: 'workout_samples gps elevation profile_name',
    maker: 'komoot',
    devices: ['komoot app'],
  }),
  MIRA: cloud('Mira', { offers: 'hormone menstruation', measures: 'flow', devices: ['Mira Analyzer'] }),
  MYFITNESSPAL: cloud('MyFitnessPal', {
    offers: 'athlete body nutrition',
    measures: 'food micronutrients water weight profile_sex profile_birth',
  }),
  OMRON: cloud('Omron', omron),
  OMRONUS: cloud('Omron (US)', omron),
  OURA: cloud('Oura', {
    offers: 'activity athlete body daily sleep',
    measures: `${night} intraday heart_rate resting_heart_rate spo2 respiration vo2max temperature_delta steps distance calories
      active_minutes activity_levels met stress tags activity_score recovery_score sleep_score workout_heart_rate weight
      height pulse_wave_velocity profile_age profile_sex profile_email`,
    hrv: 'rmssd',
    devices: ['Oura Ring 4', 'Oura Ring Gen3'],
  }),
  PELOTON: cloud('Peloton', {
    offers: 'activity athlete',
    measures:
      'workout_samples workout_heart_rate heart_rate_zones cadence power profile_name profile_email profile_birth',
    devices: ['Peloton Bike+', 'Peloton Tread'],
  }),
  POLAR: cloud('Polar', {
    offers: 'activity athlete body daily sleep',
    measures: `${track} ${night} intraday heart_rate resting_heart_rate spo2 respiration vo2max skin_temperature body_temperature
      temperature_delta steps distance calories active_minutes activity_levels heart_rate_zones power training_load
      activity_score recovery_score sleep_score weight height ecg spo2_spot profile_name profile_birth
      profile_sex`,
    hrv: 'rmssd',
    devices: ['Vantage V3', 'Pacer Pro', 'Ignite 3'],
  }),
  RIDEWITHGPS: cloud('Ride with GPS', {
    offers: 'activity athlete',
    measures: `${track} power profile_name profile_email`,
    devices: ['Ride with GPS app'],
  }),
  SAMSUNG: phone('Samsung Health', {
    offers: 'activity body daily nutrition sleep',
    measures: `${wrist} ${night} ${track} floors skin_temperature sleep_score recovery_score weight height
      body_composition blood_pressure glucose_spot body_temperature food water`,
    hrv: 'rmssd',
    maker: 'Samsung',
    devices: ['Galaxy Watch7', 'Galaxy Watch Ultra', 'Galaxy Ring'],
  }),
  STRAVA: cloud('Strava', {
    offers: 'activity athlete body',
    measures: `${track} power laps heart_rate_zones weight profile_name profile_sex profile_place`,
    devices: ['Garmin Forerunner 265', 'Apple Watch Series 10', 'Wahoo ELEMNT ROAM', 'Strava app'],
  }),
  SUUNTO: cloud('Suunto', {
    offers: 'activity daily planned_workout sleep',
    measures: `${track} intraday heart_rate resting_heart_rate spo2 steps calories body_battery recovery_score sleep_stages naps
      sleep_score power laps training_load`,
    hrv: 'rmssd',
    devices: ['Suunto Race', 'Suunto Vertical', 'Suunto 9 Peak Pro'],
  }),
  TECHNOGYM: cloud('Technogym', {
    offers: 'activity athlete body',
    measures: `workout_heart_rate weight height body_composition ${profile}`,
    devices: ['MyRun', 'Skillmill', 'Excite Live Bike'],
  }),
  TRAININGPEAKS: cloud('TrainingPeaks', {
    offers: 'activity athlete body planned_workout',
    measures: `workout_heart_rate elevation cadence power training_load weight ${profile}`,
    devices: ['Garmin Edge 840', 'Garmin Forerunner 955'],
  }),
  ULTRAHUMAN: cloud('Ultrahuman', {
    offers: 'athlete body daily sleep',
    measures: `intraday heart_rate resting_heart_rate spo2 vo2max steps active_minutes skin_temperature body_temperature
      temperature_delta sleep_stages hypnogram sleep_score recovery_score activity_score glucose_continuous profile_email`,
    hrv: 'rmssd',
    devices: ['Ring AIR', 'M1'],
  }),
  WAHOO: cloud('Wahoo', {
    offers: 'activity athlete body planned_workout',
    measures: `${track} power laps training_load weight height ${profile}`,
    devices: ['ELEMNT ROAM', 'ELEMNT BOLT', 'KICKR'],
  }),
  WGER: cloud('wger', { offers: 'activity body nutrition', measures: 'weight food' }),
  WHOOP: cloud('WHOOP', {
    offers: 'activity athlete body daily sleep',
    measures: `heart_rate resting_heart_rate spo2 respiration skin_temperature calories strain recovery_score naps
      sleep_stages sleep_score workout_heart_rate heart_rate_zones elevation weight height profile_name profile_email`,
    hrv: 'rmssd',
    devices: ['WHOOP 5.0', 'WHOOP 4.0'],
  }),
  WITHINGS: cloud('Withings', {
    offers: 'activity athlete body daily sleep',
    measures: `${wrist} sleep_stages hypnogram snoring sleep_score respiration floors heart_rate_zones weight height
      body_composition blood_pressure pulse_wave_velocity ecg spo2_spot vo2max skin_temperature body_temperature`,
    devices: ['ScanWatch 2', 'Body Scan', 'Sleep Analyzer', 'BPM Connect'],
  }),
  ZEPP: cloud('Zepp', {
    offers: 'activity athlete body daily sleep',
    measures: `${wrist} ${night} ${track} stress sleep_score weight height body_composition profile_birth profile_sex`,
    maker: 'Amazfit',
    devices: ['Amazfit GTR 4', 'Amazfit Balance', 'Amazfit Bip 5'],
  }),
  ZWIFT: cloud('Zwift', {
    offers: 'activity athlete',
    measures: `workout_samples workout_heart_rate elevation cadence power laps ${profile}`,
    devices: ['Zwift'],
  }),
})

export type ProviderSlug = keyof typeof providers

/** In alphabetical order. */
export const providerSlugs = Object.freeze(
  // Object.keys forgets its key type; the table is frozen and has no others.
  Object.keys(providers) as ProviderSlug[],
)

const bySpelling: ReadonlyMap<string, ProviderSlug> = new Map(providerSlugs.map((slug) => [slug, slug]))

/** The slug a text means, in whatever case it was written; null for an unknown provider. */
export const providerSlug = (text: string): ProviderSlug | null => bySpelling.get(text.toUpperCase()) ?? null

/** Whether a text names a provider, in any case. */
export const isProvider = (text: string): boolean => providerSlug(text) !== null

/** Why nobody can connect a provider any more, and what to do instead, by its name in any case; null where one can. */
export function retirementOf(text: string): string | null {
  const slug = providerSlug(text)
  return slug === null ? null : providers[slug].retired
}
