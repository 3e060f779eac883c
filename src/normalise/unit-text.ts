import { tidy } from './tidy.ts'
import {
  kgPerPound,
  kilojoulesPerKcal,
  metersPerFoot,
  metersPerMile,
  mlPerImperialFluidOunce,
  mlPerUsFluidOunce,
  pascalPerMmHg,
} from './unit-sizes.ts'
import { fahrenheitToCelsius } from './units.ts'

/** What can be measured, each in the base unit that factors refer to. */
type Dimension =
  | 'length'
  | 'mass'
  | 'time'
  | 'energy'
  | 'temperature'
  | 'volume'
  | 'speed'
  | 'rate'
  | 'ratio'
  | 'power'
  | 'pressure'
  | 'concentration'
  | 'count'
  | 'oxygen uptake'
  | 'effort'
  | 'insulin'
  | 'voltage'

const unit = (dimension: Dimension, factor: number): readonly [Dimension, number] => [dimension, factor]

/** Units a value can be converted to, with their size in the dimension's base unit. */
const targets = {
  m: unit('length', 1),
  cm: unit('length', 0.01),
  mm: unit('length', 0.001),
  km: unit('length', 1000),
  kg: unit('mass', 1000),
  g: unit('mass', 1),
  mg: unit('mass', 1e-3),
  mcg: unit('mass', 1e-6),
  s: unit('time', 1),
  ms: unit('time', 1e-3),
  min: unit('time', 60),
  h: unit('time', 3600),
  kcal: unit('energy', 1),
  kJ: unit('energy', 1 / kilojoulesPerKcal),
  celsius: unit('temperature', 1),
  mL: unit('volume', 1),
  L: unit('volume', 1000),
  'm/s': unit('speed', 1),
  bpm: unit('rate', 1),
  percent: unit('ratio', 0.01),
  fraction: unit('ratio', 1),
  W: unit('power', 1),
  mmHg: unit('pressure', 1),
  'mg/dL': unit('concentration', 1),
  count: unit('count', 1),
  'mL/kg/min': unit('oxygen uptake', 1),
  MET: unit('effort', 1),
  IU: unit('insulin', 1),
  uV: unit('voltage', 1),
} as const

/** A unit to convert to; `bpm` stands for anything per minute (breaths, steps, turns). */
export type Unit = keyof typeof targets

/** Unit texts files use beside the names above: HealthKit's `unitString`s and the spellings of common exports. */
const spellings: ReadonlyMap<string, readonly [Dimension, number]> = new Map([
  ...Object.entries(targets),
  ['mi', unit('length', metersPerMile)],
  ['ft', unit('length', metersPerFoot)],
  ['yd', unit('length', 3 * metersPerFoot)],
  ['in', unit('length', metersPerFoot / 12)],
  ['lb', unit('mass', kgPerPound * 1000)],
  ['lbs', unit('mass', kgPerPound * 1000)],
  ['st', unit('mass', 14 * kgPerPound * 1000)],
  ['oz', unit('mass', (kgPerPound * 1000) / 16)],
  ['µg', unit('mass', 1e-6)],
  ['μg', unit('mass', 1e-6)],
  ['ug', unit('mass', 1e-6)],
  ['sec', unit('time', 1)],
  ['hr', unit('time', 3600)],
  ['d', unit('time', 86_400)],
  ['Cal', unit('energy', 1)],
  ['cal', unit('energy', 1e-3)],
  ['J', unit('energy', 1e-3 / kilojoulesPerKcal)],
  ['degC', unit('temperature', 1)],
  ['°C', unit('temperature', 1)],
  ['ml', unit('volume', 1)],
  ['l', unit('volume', 1000)],
  ['dL', unit('volume', 100)],
  ['cL', unit('volume', 10)],
  ['fl_oz_us', unit('volume', mlPerUsFluidOunce)],
  ['fl_oz_imp', unit('volume', mlPerImperialFluidOunce)],
  ['cup_us', unit('volume', 8 * mlPerUsFluidOunce)],
  ['cup_imp', unit('volume', 10 * mlPerImperialFluidOunce)],
  ['pt_us', unit('volume', 16 * mlPerUsFluidOunce)],
  ['pt_imp', unit('volume', 20 * mlPerImperialFluidOunce)],
  ['km/hr', unit('speed', 1 / 3.6)],
  ['km/h', unit('speed', 1 / 3.6)],
  ['mi/hr', unit('speed', metersPerMile / 3600)],
  ['mph', unit('speed', metersPerMile / 3600)],
  ['ft/s', unit('speed', metersPerFoot)],
  ['count/min', unit('rate', 1)],
  ['count/s', unit('rate', 60)],
  ['rpm', unit('rate', 1)],
  ['Hz', unit('rate', 60)],
  // HealthKit's percent unit is the fraction: 0.98 % in an export means 98 percent.
  ['%', unit('ratio', 1)],
  ['cmHg', unit('pressure', 10)],
  ['kPa', unit('pressure', 1000 / pascalPerMmHg)],
  ['g/L', unit('concentration', 100)],
  ['mL/min·kg', unit('oxygen uptake', 1)],
  ['mL/(kg·min)', unit('oxygen uptake', 1)],
  ['mL/kg·min', unit('oxygen uptake', 1)],
  ['mL/kg*min', unit('oxygen uptake', 1)],
  ['ml/kg/min', unit('oxygen uptake', 1)],
  // One MET is 1 kcal per kilogram and hour by definition.
  ['kcal/hr·kg', unit('effort', 1)],
  ['kcal/(kg·hr)', unit('effort', 1)],
  ['kcal/kg·hr', unit('effort', 1)],
  ['µV', unit('voltage', 1)],
  ['μV', unit('voltage', 1)],
  ['mcV', unit('voltage', 1)],
  ['mV', unit('voltage', 1000)],
  ['V', unit('voltage', 1e6)],
])

const molar = /^mmol<(\d+(?:\.\d+)?)>\/L$/

function fahrenheitOrKelvin(value: number, text: string): number | null {
  if (text === 'degF' || text === '°F') return fahrenheitToCelsius(value)
  return text === 'K' ? value - 273.15 : null
}

/**
 * A value of a file's unit in the wanted unit, or null when the unit is unknown or measures something else. Knows
 * HealthKit's unit texts (`lb`, `mi`, `degF`, `Cal`, `count/min`, `mmol<180.1558800000541>/L` …); its `%` is the
 * fraction 0 to 1, so `convert(0.98, '%', 'percent')` is 98.
 */
export function convert(value: number, unitText: string, to: Unit): number | null {
  if (unitText === to) return value
  const [wanted, size] = targets[to]
  if (wanted === 'temperature') {
    const celsius = fahrenheitOrKelvin(value, unitText)
    if (celsius !== null) return celsius
  }
  if (wanted === 'concentration') {
    const molarMass = molar.exec(unitText)?.[1]
    if (molarMass !== undefined) return (value * Number(molarMass)) / 10
  }
  const from = spellings.get(unitText)
  if (!from || from[0] !== wanted) return null
  return value * from[1] * tidy(1 / size)
}
