import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { markdownTable } from '../../src/lib/markdown.ts'

/** What became of the changes of one file. */
export interface Counted {
  file: string
  /** Noticed by a fixture or a test, or never came to an end. */
  noticed: number
  missed: number
  /** Nothing comes past there. */
  unseen: number
}

interface Mutant {
  fileName: string
  status: string
}

/** Counts by file, without the changes that were left out. */
export function resultsOf(mutants: readonly Mutant[]): Counted[] {
  const of = (list: readonly Mutant[], ...statuses: string[]) =>
    list.filter(({ status }) => statuses.includes(status)).length
  return [...Map.groupBy(mutants, ({ fileName }) => basename(fileName))]
    .map(([file, list]) => ({
      file,
      noticed: of(list, 'Killed', 'Timeout', 'RuntimeError', 'CompileError'),
      missed: of(list, 'Survived'),
      unseen: of(list, 'NoCoverage'),
    }))
    .filter(({ noticed, missed, unseen }) => noticed + missed + unseen > 0)
    .sort((a, b) => a.file.localeCompare(b.file))
}

const folder = join(import.meta.dirname, 'results')

/** Every result that is kept, by the name of what was measured. */
export const readResults = (): [string, Counted[]][] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))])

const opening = `# How much the fixtures notice

This page is made by \`npm run mutation\`, which changes the mappers of each provider, and of what phones send, in every small
way (a condition turned, a text emptied, a call left out), one change at a time, and works out the fixtures again. A change that
no fixture and no test notices is a fault that could slip in. \`npm run mutation -- oura\` measures one provider anew, in a minute
or two; \`MUTATION_SHOW=1\` before it lists the changes that nobody noticed.

- **noticed**: a fixture or a test failed, or the code did not come to an end.
- **missed**: everything was as before.
- **unseen**: no fixture comes past the place.

The wanted share is 80 % of each. Left out is what talks to the provider (its client, notifications and sign-in), which
is tested over HTTP. Many of the changes that are missed change nothing that can be seen, such as a check that an earlier one
has made needless.
`

/** What is no folder of a provider by another name than that of its file. */
const titles: Readonly<Record<string, string>> = { normalise: 'Rules that all share', phones: 'What phones send' }

const share = (list: readonly Counted[]): string => {
  const sum = (of: (one: Counted) => number) => list.reduce((all, one) => all + of(one), 0)
  const noticed = sum((one) => one.noticed)
  const all = noticed + sum((one) => one.missed) + sum((one) => one.unseen)
  return all === 0 ? '' : `${((100 * noticed) / all).toFixed(1)} %`
}

/** The text of docs/mutation.md. */
export function mutationPaper(results: readonly [string, readonly Counted[]][]): string {
  const sections = results.map(
    ([name, list]) =>
      `## ${titles[name] ?? name}\n\n${share(list)} noticed.\n\n${markdownTable(
        ['file', 'noticed', 'missed', 'unseen', 'share'],
        list.map((one) => [`\`${one.file}\``, `${one.noticed}`, `${one.missed}`, `${one.unseen}`, share([one])]),
      )}`,
  )
  return [opening, ...sections].join('\n')
}
