import { isActivityKind } from '../../import/importer.ts'
import { marks } from '../../import/marks.ts'
import { importers } from '../../import/registry.ts'
import { markdownTable } from '../../lib/markdown.ts'
import type { Fixture } from '../../providers/coverage.ts'
import { type CloudProvider, type PhoneProvider, type Provider, typesOf } from '../../providers/provider.ts'
import type { DataType } from '../../schema/records.ts'
import type { ConnectedPhone } from './connected-phones.ts'
import type { ConnectedProvider } from './connected-providers.ts'

const opens = '<!-- providers: made by `npm run docs` -->'
const closes = '<!-- /providers -->'

/** README.md with its table of providers made anew. Throws when the marks that it stands between are not there. */
export function withProviderTable(
  readme: string,
  all: readonly ConnectedProvider[],
  phones: readonly ConnectedPhone[],
): string {
  const start = readme.indexOf(opens)
  const end = readme.indexOf(closes)
  if (start < 0 || end < start) throw new Error(`README.md has no ${opens} followed by ${closes}.`)
  return `${readme.slice(0, start + opens.length)}\n\n${providerTable(all, phones)}\n${readme.slice(end)}`
}

const providerTable = (all: readonly ConnectedProvider[], phones: readonly ConnectedPhone[]): string =>
  markdownTable(
    ['provider', 'in the API', 'types', 'news', 'history', 'its own limits'],
    [
      ...all.map(({ provider, folder }) => [
        ...headOf(provider, `src/providers/${folder}/README.md`, typesOf(provider)),
        newsOf(provider),
        historyOf(provider),
        provider.rates.map(rateText).join('; '),
      ]),
      // A phone has no servers to be asked.
      ...phones.map(({ provider, fixtures }) => [
        ...headOf(provider, 'docs/phones.md', shownTypes(provider, fixtures)),
        'your app uploads',
        'what the phone holds',
        'none',
      ]),
      ...Object.values(importers).map(({ kind, provider }) => [
        `[${marks[kind].called}${isActivityKind(kind) ? ' file' : ''}](src/import/${kind})`,
        `\`${provider}\``,
        'as the file has them',
        'somebody brings the file',
        'what the file holds',
        'none',
      ]),
    ],
  )

const headOf = ({ name, label }: Provider, page: string, types: readonly DataType[]): string[] => [
  `[${label}](${page})`,
  `\`${name}\``,
  types.toSorted().join(', '),
]

/** The catalogue says what a platform has; of that, what a fixture shows to come of it. */
const shownTypes = (provider: PhoneProvider, fixtures: readonly Fixture[]): DataType[] =>
  provider.types.filter((type) => fixtures.some((fixture) => fixture.type === type))

/** Whether it tells, and how often it is asked. */
function newsOf({ notification, pollMinutes, isNeverAsked }: CloudProvider): string {
  if (isNeverAsked) return 'notifications that bring the data; never asked'
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
