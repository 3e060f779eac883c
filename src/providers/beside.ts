/**
 * The parts of a record that say anything beside those that a provider has a form for, in plain words: `heart_rate_data` is
 * `heart rate`.
 */
export const partsBeside = (record: object, kept: readonly string[]): string[] =>
  Object.entries(record)
    .filter(([key, value]: [string, unknown]) => !kept.includes(key) && saysAnything(value))
    .map(([key]) => key.replace(/_data$/, '').replaceAll('_', ' '))

function saysAnything(value: unknown): boolean {
  if (value === null || value === undefined) return false
  return typeof value === 'object' ? Object.values(value).some(saysAnything) : true
}
