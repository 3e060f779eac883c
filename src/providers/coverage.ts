import { filledFields } from '../schema/filled-fields.ts'
import { type DataType, dataTypes } from '../schema/records.ts'

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
  return new Map(types.map((type) => [type, filledFields(type, recordsOf(fixtures, type))]))
}

const recordsOf = (fixtures: readonly Fixture[], type: DataType): object[] =>
  fixtures.filter((one) => one.type === type).flatMap(({ expected }) => expected)

/** A field, and the slugs of those that fill it. */
export interface FilledField {
  path: string
  providers: readonly string[]
}

/** What several providers fill of each type that any of them has, in the order of the schema. */
export function coverageOfAll(
  all: readonly { name: string; fixtures: readonly Fixture[] }[],
): Map<DataType, FilledField[]> {
  const each = all.map(({ name, fixtures }) => ({ name, filled: coverageOf(fixtures) }))
  const types = dataTypes.filter((type) => each.some(({ filled }) => filled.has(type)))
  const fillersOf = (type: DataType, path: string) =>
    each.filter(({ filled }) => filled.get(type)?.includes(path)).map(({ name }) => name)
  return new Map(
    types.map((type) => {
      const paths = filledFields(
        type,
        all.flatMap(({ fixtures }) => recordsOf(fixtures, type)),
      )
      return [type, paths.map((path) => ({ path, providers: fillersOf(type, path) }))]
    }),
  )
}
