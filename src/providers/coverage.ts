import { filledFields } from '../schema/filled-fields.ts'
import type { DataType } from '../schema/records.ts'

/** A provider's answer beside the records that it is known, by hand, to mean. */
export interface Fixture {
  name: string
  type: DataType
  /** IANA zone of the person; null when nobody knows it. */
  zone: string | null
  raw: unknown
  expected: object[]
}

/** What a provider fills of each type, as its fixtures show: paths as `filledFields` writes them. */
export function coverageOf(fixtures: readonly Fixture[]): Map<DataType, string[]> {
  const types = [...new Set(fixtures.map(({ type }) => type))].sort()
  return new Map(
    types.map((type) => [
      type,
      filledFields(
        type,
        fixtures.filter((one) => one.type === type).flatMap(({ expected }) => expected),
      ),
    ]),
  )
}
