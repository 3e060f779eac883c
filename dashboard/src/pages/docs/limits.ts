import type { Schema } from '../../api/openapi.ts'
import { en } from '../../strings/en.ts'

const words = en.docs.limits
/** A longer pattern is no help to a reader. */
const longestPattern = 32

/** What a value must keep to, in words: `1 to 31, 1 unless told`. */
export function limitsOf(schema: Schema): string | null {
  const characters = rangeOf(schema.minLength === 1 ? undefined : schema.minLength, schema.maxLength)
  const entries = rangeOf(schema.minItems, schema.maxItems)
  // A format and a description say the same in words.
  const pattern = schema.format === undefined && schema.description === undefined ? schema.pattern : undefined
  const said = [
    rangeOf(numberOrNone(schema.minimum), numberOrNone(schema.maximum)),
    characters === null ? null : words.characters(characters),
    entries === null ? null : words.entries(entries),
    pattern !== undefined && pattern.length <= longestPattern ? words.pattern(pattern) : null,
    schema.default === undefined ? null : words.standard(JSON.stringify(schema.default)),
  ].filter((text) => text !== null)
  return said.length === 0 ? null : said.join(', ')
}

/** The ends of what a number can be at all say nothing. */
const numberOrNone = (value: number | undefined): number | undefined =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value

function rangeOf(low: number | undefined, high: number | undefined): string | null {
  if (low !== undefined && high !== undefined) return words.range(low, high)
  if (low !== undefined) return words.least(low)
  return high === undefined ? null : words.most(high)
}
