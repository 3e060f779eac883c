import { plausible } from '../../../normalise/plausible.ts'
import { isZone, offsetOfZone } from '../../../normalise/time.ts'
import { convert } from '../../../normalise/unit-text.ts'
import { strictNumber } from '../../../normalise/units.ts'
import type { Attributes } from '../read/parse.ts'
import { decodeText } from '../read/text.ts'
import { type HealthType, healthTypes, typeId, typesByIdentifier } from '../types.ts'
import { beatTime } from './beats.ts'
import { categoryValue } from './categories.ts'
import type { Problems } from './problems.ts'
import { RowFlag, type Rows, withEndOffset } from './rows.ts'
import type { Sources } from './sources.ts'
import { readStamp, type Stamp } from './stamps.ts'

/** A unit text as one type meets it; the last one is remembered, for it rarely changes. */
interface UnitState {
  raw: string | undefined
  text: string
  /** Whether values of it are already in the wanted unit. */
  isSame: boolean
}

const sleepType = typeId('SleepAnalysis')
const beatType = typeId('Beat')
const wristTemperature = typeId('AppleSleepingWristTemperature')

const maxSleepSeconds = 86_400

/** The record being read; one object for all, because there are millions. */
export interface RecordState {
  /** Null when the record is skipped. */
  type: HealthType | null
  value: number
  start: Stamp
  end: Stamp
  source: number
  flags: number
}

/**
 * Turns `<Record>` elements into rows. `begin` reads the attributes, `metadata` and `beat` what stands inside, `commit`
 * writes the row.
 */
export function createRecordReader(rows: Rows, sources: Sources, problems: Problems, fallbackZone: string) {
  const units: UnitState[] = healthTypes.map(() => ({ raw: undefined, text: '', isSame: false }))
  const state: RecordState = {
    type: null,
    value: 0,
    start: { seconds: 0, offsetMinutes: 0, day: 0 },
    end: { seconds: 0, offsetMinutes: 0, day: 0 },
    source: 0,
    flags: 0,
  }
  // Records of a type stand together.
  let lastIdentifier = ''
  let lastType: HealthType | undefined

  function quantity(type: HealthType, text: string | undefined, rawUnit: string | undefined): number | null {
    const number = text === undefined ? Number.NaN : +text
    // An empty text is 0 to JavaScript; strictNumber knows better, but is slower.
    if (!Number.isFinite(number) || (number === 0 && strictNumber(text) === null)) {
      problems.badValues++
      return null
    }
    const converted = type.unit === null ? number : inUnit(type, number, rawUnit)
    if (converted === null) {
      problems.unknownUnits++
      return null
    }
    return type.kind === null ? converted : plausible(type.kind, converted, problems.rejections)
  }

  function inUnit(type: HealthType, value: number, rawUnit: string | undefined): number | null {
    if (type.unit === null) return value
    const known = units[type.id]
    if (known === undefined) return null
    if (known.raw !== rawUnit) {
      known.raw = rawUnit
      known.text = decodeText(rawUnit ?? type.unit)
      known.isSame = convert(1, known.text, type.unit) === 1 && convert(0, known.text, type.unit) === 0
    }
    return known.isSame ? value : convert(value, known.text, type.unit)
  }

  function begin(attributes: Attributes, isNested: boolean): void {
    const { type: identifier, startDate, endDate } = attributes
    state.type = null
    if (identifier === undefined) return
    if (identifier !== lastIdentifier) {
      lastType = typesByIdentifier.get(identifier)
      lastIdentifier = identifier
    }
    if (lastType === undefined) return
    const { start, end } = state
    if (startDate === undefined || !readStamp(startDate, start, fallbackZone)) {
      problems.badDates++
      return
    }
    if (endDate === undefined || endDate === startDate) copyStamp(start, end)
    else if (!readStamp(endDate, end, fallbackZone) || end.seconds < start.seconds) {
      problems.badDates++
      return
    }
    const value =
      lastType.unit === null
        ? categoryValue(lastType, attributes.value)
        : quantity(lastType, attributes.value, attributes.unit)
    if (value === null) {
      if (lastType.unit === null) problems.badValues++
      return
    }
    state.type = lastType
    state.value = value
    state.source = sources.idOf(attributes.sourceName ?? '', attributes.device)
    state.flags = isNested ? RowFlag.NESTED : 0
  }

  return {
    state,
    begin,
    metadata(key: string, value: string): void {
      switch (key) {
        case 'HKWasUserEntered':
          if (value === '1') state.flags |= RowFlag.USER_ENTERED
          break
        case 'HKMetadataKeyHeartRateMotionContext':
          if (value === '1') state.flags |= RowFlag.SEDENTARY
          else if (value === '2') state.flags |= RowFlag.ACTIVE
          break
        case 'HKInsulinDeliveryReason':
          if (value === '1') state.flags |= RowFlag.BASAL
          else if (value === '2') state.flags |= RowFlag.BOLUS
          break
        case 'HKMenstrualCycleStart':
          if (value === '1') state.flags |= RowFlag.CYCLE_START
          break
        case 'HKTimeZone':
          applyZone(state.start, value)
          applyZone(state.end, value)
          break
      }
    },
    /** One beat of an HRV list; `time` is a wall time near the record's start. */
    beat(bpm: string, time: string): void {
      const rate = plausible('heart_rate_bpm', strictNumber(bpm), problems.rejections)
      const at = rate === null ? null : beatTime(decodeText(time), state.start)
      if (rate === null || at === null) return
      const { day, offsetMinutes } = state.start
      rows.add(day, Math.floor(at / 1000), at % 1000, rate, beatType, state.source, offsetMinutes, 0)
    },
    commit(): void {
      const { type, start, end } = state
      if (type === null) return
      state.type = null
      const length = end.seconds - start.seconds
      if (type.id === sleepType && length > maxSleepSeconds) {
        problems.longSleep++
        return
      }
      const flags =
        end.offsetMinutes === start.offsetMinutes
          ? state.flags
          : withEndOffset(state.flags, end.offsetMinutes - start.offsetMinutes)
      // A night and its temperature belong to the day of waking (R3), all else to the day it began.
      const day = type.id === sleepType || type.id === wristTemperature ? end.day : start.day
      rows.add(day, start.seconds, length, state.value, type.id, state.source, start.offsetMinutes, flags)
    },
  }
}

function copyStamp(from: Stamp, to: Stamp): void {
  to.seconds = from.seconds
  to.offsetMinutes = from.offsetMinutes
  to.day = from.day
}

/**
 * Puts a stamp into the zone where it happened: an export writes all times with the phone's own offset. False when
 * there is no such zone.
 */
export function applyZone(stamp: Stamp, zone: string): boolean {
  if (!isZone(zone)) return false
  stamp.offsetMinutes = offsetOfZone(zone, stamp.seconds * 1000)
  stamp.day = Math.floor((stamp.seconds + stamp.offsetMinutes * 60) / 86_400)
  return true
}
