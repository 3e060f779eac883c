import type { Platform } from './batch.ts'
import { plainType, readTotal as readHealthConnectTotal, readRecord } from './health-connect.ts'
import { ecgType, readEcg, readHealthKitAggregate, readSample, readWorkout, workoutType } from './healthkit.ts'
import { characteristicsType, readCharacteristics } from './person.ts'
import type { ListReader, Told } from './platform.ts'
import { plainTotal, readPoint, readTotal as readSamsungTotal } from './samsung.ts'

/** The lists of a batch. */
export const listNames = ['samples', 'workouts', 'aggregates', 'ecgs'] as const
export type ListName = (typeof listNames)[number]

/** How the elements of a list are read. */
export interface ListRule {
  read: ListReader<Told & { kind: string }>
  /**
   * What an element is counted as, from the `type` it says, if any: what is refused is counted under the same name as what
   * is taken.
   */
  typeOf(said: string | null): string | null
}

type Rules = Readonly<Record<ListName, ListRule | null> & { characteristics: ListRule }>

const asSaid = (said: string | null): string | null => said
const always = (type: string) => (): string => type
const characteristics: ListRule = { read: readCharacteristics, typeOf: always(characteristicsType) }

const isRecord = (type: string | null): ListRule => ({
  read: readRecord,
  typeOf: (said) => (said === null ? type : plainType(said)),
})
const isPoint = (type: string | null): ListRule => ({ read: readPoint, typeOf: (said) => said ?? type })

/** Who reads which list of a platform; null for what it has not. */
export const rulesOf: Readonly<Record<Platform, Rules>> = {
  healthkit: {
    samples: { read: readSample, typeOf: asSaid },
    workouts: { read: readWorkout, typeOf: always(workoutType) },
    aggregates: { read: readHealthKitAggregate, typeOf: asSaid },
    ecgs: { read: readEcg, typeOf: always(ecgType) },
    characteristics,
  },
  health_connect: {
    samples: isRecord(null),
    workouts: isRecord('ExerciseSession'),
    aggregates: { read: readHealthConnectTotal, typeOf: (said) => said && plainType(said) },
    ecgs: null,
    characteristics,
  },
  samsung: {
    samples: isPoint(null),
    workouts: isPoint('EXERCISE'),
    aggregates: { read: readSamsungTotal, typeOf: (said) => said && plainTotal(said) },
    ecgs: null,
    characteristics,
  },
}
