import type { Attributes, ElementSink } from '../read/parse.ts'
import { decodeText } from '../read/text.ts'
import { nutrients } from '../types.ts'
import type { Documents } from './documents.ts'
import { createMealReader } from './meal-document.ts'
import type { Problems } from './problems.ts'
import { createRecordReader } from './records.ts'
import type { Rows } from './rows.ts'
import type { Sources } from './sources.ts'
import { readStamp, type Stamp } from './stamps.ts'
import { readSummary } from './summaries.ts'
import { createWorkoutReader } from './workout-document.ts'

/** What the head of an export says of the person. */
export interface Person {
  dateOfBirth: string | null
  biologicalSex: string | null
}

/** When the export was made, by its own word. */
export interface Made {
  atMs: number | null
}

/** Where the reading stands, for the sentence about a file that breaks off. */
export interface Reached {
  records: number
  /** Identifier of the type that was being read. */
  type: string | null
}

/** Routes the elements of an export to rows, documents and the person. Elements it does not know are passed over. */
export function createCollector(
  rows: Rows,
  documents: Documents,
  sources: Sources,
  problems: Problems,
  fallbackZone: string,
) {
  const record = createRecordReader(rows, sources, problems, fallbackZone)
  const workout = createWorkoutReader(documents, sources, problems, fallbackZone)
  const meal = createMealReader(documents, sources, problems, fallbackZone)
  const person: Person = { dateOfBirth: null, biologicalSex: null }
  const made: Made = { atMs: null }
  const stamp: Stamp = { seconds: 0, offsetMinutes: 0, day: 0 }
  const reached: Reached = { records: 0, type: null }
  /** The element that metadata belongs to, outermost first. */
  let isInRecord = false
  let isInCorrelation = false
  let isInRoute = false
  /** Parts of a multisport workout have events and statistics of their own, which are not the whole's. */
  let isInPart = false

  function metadata({ key = '', value = '' }: Attributes): void {
    if (isInRecord) record.metadata(key, value)
    else if (isInCorrelation) meal.metadata(key, value)
    else if (workout.isOpen && !isInRoute && !isInPart) workout.metadata(key, value)
  }

  const sink: ElementSink = {
    open(name, attributes) {
      switch (name) {
        case 'Record':
          isInRecord = true
          reached.records++
          record.begin(attributes, isInCorrelation)
          break
        case 'MetadataEntry':
          metadata(attributes)
          break
        case 'InstantaneousBeatsPerMinute':
          if (isInRecord && record.state.type !== null) record.beat(attributes.bpm ?? '', attributes.time ?? '')
          break
        case 'Correlation':
          isInCorrelation = true
          meal.begin(attributes)
          break
        case 'Workout':
          reached.records++
          workout.begin(attributes)
          break
        case 'WorkoutActivity':
          isInPart = true
          break
        case 'WorkoutRoute':
          isInRoute = true
          break
        case 'WorkoutEvent':
          if (!isInPart) workout.event(attributes)
          break
        case 'WorkoutStatistics':
          if (!isInPart) workout.statistics(attributes)
          break
        case 'FileReference':
          if (attributes.path !== undefined) workout.route(attributes.path)
          break
        case 'ActivitySummary':
          readSummary(attributes, rows, problems)
          break
        case 'ExportDate':
          if (readStamp(attributes.value ?? '', stamp, fallbackZone)) made.atMs = stamp.seconds * 1000
          break
        case 'Me':
          person.dateOfBirth = textOf(attributes.HKCharacteristicTypeIdentifierDateOfBirth)
          person.biologicalSex = textOf(attributes.HKCharacteristicTypeIdentifierBiologicalSex)
          break
      }
    },
    close(name) {
      switch (name) {
        case 'Record': {
          isInRecord = false
          const { type, value } = record.state
          if (isInCorrelation && type !== null && nutrients.has(type.id)) meal.nutrient(type.id, value)
          if (type !== null) reached.type = type.name
          record.commit()
          break
        }
        case 'Correlation':
          isInCorrelation = false
          meal.commit()
          break
        case 'Workout':
          workout.commit()
          break
        case 'WorkoutActivity':
          isInPart = false
          break
        case 'WorkoutRoute':
          isInRoute = false
          break
      }
    },
    badEntity() {
      problems.badEntities++
    },
  }
  return { sink, person, made, reached }
}

const textOf = (raw: string | undefined): string | null => (raw === undefined || raw === '' ? null : decodeText(raw))

export type Collector = ReturnType<typeof createCollector>
