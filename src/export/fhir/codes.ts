/**
 * What each measure is called in LOINC and measured in by UCUM. Checked on 2026-11-29, against what is named:
 *
 * | code     | name in LOINC                                             | unit           | checked against                                  |
 * | -------- | --------------------------------------------------------- | -------------- | ------------------------------------------------ |
 * | 8867-4   | Heart rate                                                | /min           | FHIR R4 profile heartrate                        |
 * | 103205-1 | Mean heart rate                                           | /min           | LOINC 2.82, as healthassure.in lists it          |
 * | 40443-4  | Heart rate --resting                                      | /min           | Physical Activity IG STU 1; in R5's heart rates  |
 * | 29463-7  | Body weight                                               | kg             | FHIR R4 profile bodyweight                       |
 * | 8302-2   | Body height                                               | cm             | FHIR R4 profile bodyheight                       |
 * | 39156-5  | Body mass index (BMI) [Ratio]                             | kg/m2          | FHIR R4 profile bmi                              |
 * | 41982-0  | Percentage of body fat Measured                           | %              | Open mHealth to FHIR IG                          |
 * | 85354-9  | Blood pressure panel with all children optional           | mm[Hg]         | FHIR R4 profile bp, as 8480-6 and 8462-4         |
 * | 2339-0   | Glucose [Mass/volume] in Blood                            | mg/dL          | US Core, example blood-glucose                   |
 * | 2708-6   | Oxygen saturation in Arterial blood                       | %              | FHIR R4 profile oxygensat                        |
 * | 59408-5  | Oxygen saturation in Arterial blood by Pulse oximetry     | %              | US Core pulse oximetry                           |
 * | 103209-3 | Mean oxygen saturation                                    | %              | public code (several repositories)               |
 * | 8310-5   | Body temperature                                          | Cel            | FHIR R4 profile bodytemp                         |
 * | 9279-1   | Respiratory rate                                          | /min           | FHIR R4 profile resprate                         |
 * | 103217-6 | Mean respiratory rate                                     | /min           | public code (several repositories)               |
 * | 41950-7  | Number of steps in 24 hour Measured                       | /d             | Physical Activity IG STU 1, value set and unit   |
 * | 55423-8  | Number of steps in unspecified time Pedometer             | {steps}        | ABDM IG value set of physical activity           |
 * | 41979-6  | Calories burned in 24 hour Calculated                     | kcal/d         | Physical Activity IG STU 1, value set and unit   |
 * | 93819-1  | Calories burned in unspecified time --during activity     | kcal           | OMOP lists in public repositories                |
 * | 41981-2  | Calories burned                                           | kcal           | ABDM IG value set of physical activity           |
 * | 41953-1  | Walking distance 24 hour Calculated                       | m              | OMOP lists in public repositories                |
 * | 55430-3  | Walking distance unspecified time Pedometer               | m              | Stanford's HealthKitOnFHIR                       |
 * | 100304-5 | Flights climbed [#] Reporting Period                      | {flights}      | Stanford's HealthKitOnFHIR                       |
 * | 55411-3  | Exercise duration                                         | min            | Physical Activity IG STU 1, value set            |
 * | 93832-4  | Sleep duration                                            | min            | ABDM IG; HL7 value sets of sleep                 |
 * | 93831-6  | Deep sleep duration                                       | min            | LOINC 2.82, as healthassure.in lists it          |
 * | 93830-8  | Light sleep duration                                      | min            | public value sets of sleep (several)             |
 * | 93829-0  | REM sleep duration                                        | min            | public value sets of sleep (several)             |
 * | 103213-5 | Duration in bed                                           | min            | public code (several repositories)               |
 * | 94122-9  | Oxygen consumption (VO2)/Body weight … --peak during exercise | mL/kg/min  | OMOP lists; HealthKitOnFHIR for VO2 max          |
 *
 * loinc.org itself was not seen. Where LOINC has nothing that means the same, the measure is named in words and has no code.
 * The schema calls every glucose one of blood, that of a sensor under the skin too (99504-3): it does not tell them apart.
 */
export interface Coding {
  system: string
  code: string
  display: string
}

const loinc = (code: string, display: string): Coding => ({ system: 'http://loinc.org', code, display })

export interface Unit {
  /** For people. */
  unit: string
  /** In UCUM. */
  code: string
}

const perMinute = (unit: string): Unit => ({ unit, code: '/min' })
const percent: Unit = { unit: '%', code: '%' }
const minutes: Unit = { unit: 'min', code: 'min' }
const meters: Unit = { unit: 'm', code: 'm' }
const kilocalories: Unit = { unit: 'kcal', code: 'kcal' }

/** Code of the category in `observation-category`. */
export type Category = 'vital-signs' | 'activity' | 'laboratory' | 'exam'

export interface Measure {
  category: Category
  coding: readonly Coding[]
  /** In words, where LOINC has no code, or beside it. */
  text?: string
  unit: Unit
  /** The last part of the profile's address in FHIR R4. */
  profile?: 'heartrate' | 'bodyweight' | 'bodyheight' | 'bmi' | 'bp' | 'oxygensat' | 'bodytemp' | 'resprate'
}

const heartRate = loinc('8867-4', 'Heart rate')
const saturation = [
  loinc('2708-6', 'Oxygen saturation in Arterial blood'),
  loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
]
const respiration = loinc('9279-1', 'Respiratory rate')
const vital = { category: 'vital-signs' } as const
const active = { category: 'activity' } as const

export const measures = {
  heartRate: { ...vital, coding: [heartRate], unit: perMinute('beats/minute'), profile: 'heartrate' },
  meanHeartRate: {
    ...vital,
    coding: [heartRate, loinc('103205-1', 'Mean heart rate')],
    unit: perMinute('beats/minute'),
    profile: 'heartrate',
  },
  restingHeartRate: {
    ...vital,
    coding: [heartRate, loinc('40443-4', 'Heart rate --resting')],
    unit: perMinute('beats/minute'),
    profile: 'heartrate',
  },
  weight: {
    ...vital,
    coding: [loinc('29463-7', 'Body weight')],
    unit: { unit: 'kg', code: 'kg' },
    profile: 'bodyweight',
  },
  height: {
    ...vital,
    coding: [loinc('8302-2', 'Body height')],
    unit: { unit: 'cm', code: 'cm' },
    profile: 'bodyheight',
  },
  bmi: {
    ...vital,
    coding: [loinc('39156-5', 'Body mass index (BMI) [Ratio]')],
    unit: { unit: 'kg/m2', code: 'kg/m2' },
    profile: 'bmi',
  },
  bodyFat: { category: 'exam', coding: [loinc('41982-0', 'Percentage of body fat Measured')], unit: percent },
  glucose: {
    category: 'laboratory',
    coding: [loinc('2339-0', 'Glucose [Mass/volume] in Blood')],
    unit: { unit: 'mg/dL', code: 'mg/dL' },
  },
  saturation: { ...vital, coding: saturation, unit: percent, profile: 'oxygensat' },
  meanSaturation: {
    ...vital,
    coding: [...saturation, loinc('103209-3', 'Mean oxygen saturation')],
    unit: percent,
    profile: 'oxygensat',
  },
  bodyTemperature: {
    ...vital,
    coding: [loinc('8310-5', 'Body temperature')],
    unit: { unit: '°C', code: 'Cel' },
    profile: 'bodytemp',
  },
  meanRespiration: {
    ...vital,
    coding: [respiration, loinc('103217-6', 'Mean respiratory rate')],
    unit: perMinute('breaths/minute'),
    profile: 'resprate',
  },
  respiration: { ...vital, coding: [respiration], unit: perMinute('breaths/minute'), profile: 'resprate' },
  daySteps: {
    ...active,
    coding: [loinc('41950-7', 'Number of steps in 24 hour Measured')],
    unit: { unit: 'steps/day', code: '/d' },
  },
  steps: {
    ...active,
    coding: [loinc('55423-8', 'Number of steps in unspecified time Pedometer')],
    unit: { unit: 'steps', code: '{steps}' },
  },
  dayEnergy: {
    ...active,
    coding: [loinc('41979-6', 'Calories burned in 24 hour Calculated')],
    unit: { unit: 'kcal/day', code: 'kcal/d' },
  },
  activeEnergy: {
    ...active,
    coding: [loinc('93819-1', 'Calories burned in unspecified time --during activity')],
    unit: kilocalories,
  },
  energy: { ...active, coding: [loinc('41981-2', 'Calories burned')], unit: kilocalories },
  dayDistance: { ...active, coding: [loinc('41953-1', 'Walking distance 24 hour Calculated')], unit: meters },
  walkedDistance: {
    ...active,
    coding: [loinc('55430-3', 'Walking distance unspecified time Pedometer')],
    unit: meters,
  },
  distance: { ...active, coding: [], text: 'Distance', unit: meters },
  floors: {
    ...active,
    coding: [loinc('100304-5', 'Flights climbed [#] Reporting Period')],
    unit: { unit: 'flights', code: '{flights}' },
  },
  exercise: { ...active, coding: [loinc('55411-3', 'Exercise duration')], unit: minutes },
  sleep: { ...active, coding: [loinc('93832-4', 'Sleep duration')], unit: minutes },
  vo2max: {
    ...active,
    coding: [loinc('94122-9', 'Oxygen consumption (VO2)/Body weight [Volume Rate Content] --peak during exercise')],
    text: 'VO2 max',
    unit: { unit: 'mL/kg/min', code: 'mL/kg/min' },
  },
} as const satisfies Record<string, Measure>

/** Parts of an observation that has several. */
export interface Part {
  coding: readonly Coding[]
  text?: string
  unit: Unit
  /** Where it is unknown the profile wants that said. */
  isNeeded?: boolean
}

const pressure: Unit = { unit: 'mmHg', code: 'mm[Hg]' }

export const bloodPressure = {
  panel: {
    ...vital,
    coding: [loinc('85354-9', 'Blood pressure panel with all children optional')],
    unit: pressure,
    profile: 'bp',
  },
  systolic: { coding: [loinc('8480-6', 'Systolic blood pressure')], unit: pressure, isNeeded: true },
  diastolic: { coding: [loinc('8462-4', 'Diastolic blood pressure')], unit: pressure, isNeeded: true },
} as const satisfies { panel: Measure; systolic: Part; diastolic: Part }

export const sleepParts = {
  deep: { coding: [loinc('93831-6', 'Deep sleep duration')], unit: minutes },
  light: { coding: [loinc('93830-8', 'Light sleep duration')], unit: minutes },
  rem: { coding: [loinc('93829-0', 'REM sleep duration')], unit: minutes },
  inBed: { coding: [loinc('103213-5', 'Duration in bed')], unit: minutes },
  awake: { coding: [], text: 'Time awake', unit: minutes },
} as const satisfies Record<string, Part>
