import type { RecordOf } from '../../schema/records.ts'
import type { Source } from '../source.ts'
import { deviceOf, type FhirType, finders, isFhirType, nameOf } from './findings.ts'
import { type Observation, observationsOf } from './observation.ts'
import { patientOf } from './patient.ts'

/** How much is put together before it goes out, characters. */
const pieceLength = 64 * 1024

/**
 * A user as a Bundle of FHIR R4, in pieces: a collection of one Patient and an Observation for each thing that the records
 * say and FHIR has a name for. Series of samples by the minute stay out: R4 has no form for uneven ones but a resource for
 * every point.
 */
export async function* bundlePieces(source: Source): AsyncGenerator<string, void, undefined> {
  const [athlete = null] = await Array.fromAsync(source.records('athlete'))
  let piece = `{"resourceType":"Bundle","type":"collection","timestamp":"${new Date(source.nowMs).toISOString()}","entry":[${entry(source.user.userId, patientOf(source.user, athlete))}`
  for (const type of source.types.filter(isFhirType))
    for await (const text of entriesOf(source, type)) {
      piece += `,${text}`
      if (piece.length < pieceLength) continue
      yield piece
      piece = ''
    }
  yield `${piece}]}\n`
}

async function* entriesOf<T extends FhirType>(source: Source, type: T): AsyncGenerator<string, void, undefined> {
  const { nowMs } = source
  const { userId } = source.user
  for await (const record of source.records(type)) {
    const found = { userId, record: nameOf(type, record), device: deviceOf(record), nowMs }
    for (const observation of observations(type, record, found)) yield entry(observation.id, observation)
  }
}

const observations = <T extends FhirType>(
  type: T,
  record: RecordOf[T],
  found: Parameters<typeof observationsOf>[1],
): Observation[] => observationsOf(finders[type](record), found)

const entry = (id: string, resource: object): string => JSON.stringify({ fullUrl: `urn:uuid:${id}`, resource })
