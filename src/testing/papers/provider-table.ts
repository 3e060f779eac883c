import { markdownTable } from '../../lib/markdown.ts'
import { type CloudProvider, typesOf } from '../../providers/provider.ts'
import type { ConnectedProvider } from './connected-providers.ts'

const opens = '<!-- providers: made by `npm run docs` -->'
const closes = '<!-- /providers -->'

/** README.md with its table of providers made anew. Throws when the marks that it stands between are not there. */
export function withProviderTable(readme: string, all: readonly ConnectedProvider[]): string {
  const start = readme.indexOf(opens)
  const end = readme.indexOf(closes)
  if (start < 0 || end < start) throw new Error(`README.md has no ${opens} followed by ${closes}.`)
  return `${readme.slice(0, start + opens.length)}\n\n${providerTable(all)}\n${readme.slice(end)}`
}

const providerTable = (all: readonly ConnectedProvider[]): string =>
  markdownTable(
    ['provider', 'in the API', 'types', 'news', 'history', 'its own limits'],
    all.map(({ provider, folder }) => [
      `[${provider.label}](src/providers/${folder}/README.md)`,
      `\`${provider.name}\``,
      typesOf(provider).toSorted().join(', '),
      newsOf(provider),
      historyOf(provider),
      provider.rates.map(rateText).join('; '),
    ]),
  )

/** Whether it tells, and how often it is asked. */
function newsOf({ notification, pollMinutes }: CloudProvider): string {
  const every = spanText(pollMinutes * 60)
  return notification === undefined ? `asked every ${every}` : `notifications; asked after ${every} of silence`
}

/** How far back it gives anything: one figure, or the shortest and the longest of its types. */
function historyOf({ resources }: CloudProvider): string {
  const days = Object.values(resources).map(({ historyDays }) => historyDays ?? Number.POSITIVE_INFINITY)
  const [least, most] = [Math.min(...days), Math.max(...days)]
  const text = (of: number) => (of === Number.POSITIVE_INFINITY ? 'all' : `${of} days`)
  return least === most ? text(least) : `${text(least)} to ${text(most)}`
}

const rateText = ({ per, calls, seconds }: CloudProvider['rates'][number]): string =>
  `${calls.toLocaleString('en')} calls in ${spanText(seconds)}${per === 'user' ? ' a user' : ''}`

const spans = [
  [86_400, 'day', 'days'],
  [3600, 'hour', 'hours'],
  [60, 'minute', 'minutes'],
  [1, 'second', 'seconds'],
] as const

/** Seconds in the largest unit that they are a whole number of. */
function spanText(seconds: number): string {
  const [size, one, many] = spans.find(([size]) => seconds % size === 0) ?? spans[3]
  const count = seconds / size
  // A day is said as hours where it is a wait and not a date.
  if (count === 1) return size === 86_400 ? '24 hours' : `1 ${one}`
  return `${count} ${many}`
}
