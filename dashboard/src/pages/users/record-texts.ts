/**
 * The records of a list answer, `{"items":[…],…}`, each as the exact text that was sent: parsed and written anew, numbers
 * could look otherwise.
 */
export function recordTexts(answer: string): string[] {
  const texts: string[] = []
  let [depth, from, inText] = [0, -1, false]
  for (let at = answer.indexOf('[') + 1; at > 0 && at < answer.length; at++) {
    const sign = answer[at]
    if (inText) {
      if (sign === '\\') at++
      else if (sign === '"') inText = false
    } else if (sign === '"') inText = true
    else if (sign === '{' || sign === '[') {
      if (depth === 0) from = at
      depth++
    } else if (sign === '}' || sign === ']') {
      depth--
      if (depth < 0) break
      if (depth === 0) texts.push(answer.slice(from, at + 1))
    }
  }
  return texts
}

/** The first day of a record, its own; null for one without a time. */
export function firstDayOf(record: object): string | null {
  const { metadata, timestamp, planned_date: planned }: Dated = record
  return (metadata?.start_time ?? timestamp ?? planned)?.slice(0, 10) ?? null
}

interface Dated {
  metadata?: { start_time?: string | null }
  timestamp?: string | null
  planned_date?: string | null
}
