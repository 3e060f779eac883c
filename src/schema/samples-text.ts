import type { DataType, RecordOf } from './records.ts'
import { sampleLists, withoutSamples } from './samples.ts'

/** The beginning of a list of samples in compact JSON: inside a text its quotes would be escaped. */
const beginning = new RegExp(`[{,]"(?:${[...sampleLists].join('|')})":\\[`, 'g')
/** A list of numbers, as a place has. */
const numbers = /\[[-+.,\deE]*\]/y

/**
 * What `withoutSamples` gives, from and to compact JSON as `JSON.stringify` writes it. Samples are nearly all of a record:
 * they are jumped over, where `withoutSamples` would have them parsed first.
 */
export function textWithoutSamples<T extends DataType>(type: T, text: string): string {
  const cut = cutSamples(text)
  if (cut !== null && isJson(cut)) return cut
  const record: RecordOf[T] = JSON.parse(text)
  return JSON.stringify(withoutSamples(type, record))
}

function cutSamples(text: string): string | null {
  let kept = ''
  let from = 0
  beginning.lastIndex = 0
  while (beginning.test(text)) {
    const start = beginning.lastIndex
    kept += text.slice(from, start)
    from = endOfList(text, start)
    if (from < 0) return null
    beginning.lastIndex = from
  }
  return kept + text.slice(from)
}

/**
 * Where the first bracket stands that closes more than a list of numbers; -1 where a list of something else is opened
 * before. It is the end of the list or lies in a text: then what is left has an odd number of quotes and is no JSON.
 */
function endOfList(text: string, start: number): number {
  let end = text.indexOf(']', start)
  let open = text.indexOf('[', start)
  while (open >= 0 && open < end) {
    numbers.lastIndex = open
    if (!numbers.test(text)) return -1
    open = text.indexOf('[', end)
    end = text.indexOf(']', end + 1)
  }
  return end
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
