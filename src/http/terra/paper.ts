import { markdownTable as table } from '../../lib/markdown.ts'
import { eventTypes } from '../../schema/events.ts'
import { terraEvents } from './events.ts'
import { terraParts } from './parts.ts'
import { type TerraPath, terraPaths } from './paths.ts'

const opening = `# Terra compatibility, line by line

This page is made from the table that the server itself works with (\`npm run docs\`). Tests hold it true: what is _served_
is called, what is _refused_ is seen to answer 501, and every event that is _served_ is seen to be sent.

- **served**: it works as Terra's documents say.
- **refused**: it is known and not built. A path answers 501 with the usual error body, which says so; an event is never sent.
- **later**: nothing of it is there yet.

How to come over, and where the sources disagree, is in [terra.md](terra.md). The answers of the served paths are described
as OpenAPI 3.1 at \`/v2/openapi.json\`.
`

/** The text of docs/terra-compatibility.md. */
export function compatibilityPaper(): string {
  const v2 = terraPaths.filter(({ at }) => at === 'v2')
  const root = terraPaths.filter(({ at }) => at === 'root')
  const own = eventTypes.filter((type) => !terraEvents.some((event) => event.type === type))
  const sections = [
    opening,
    `${countOf(terraPaths)} paths and ${countOf(terraEvents)} events are served.\n`,
    '## Paths\n',
    'Below `/v2` and `/api/v2` alike. Names of `terra-api` 2.x are those of `terra-python` too.\n',
    pathTable(v2),
    '## Paths at the root\n',
    pathTable(root),
    '## Events\n',
    table(
      ['type', 'state', ''],
      terraEvents.map(({ type, state, says }) => [`\`${type}\``, state, says]),
    ),
    `Tellus has of its own: ${own.map((type) => `\`${type}\``).join(', ')}.\n`,
    '## Destinations, delivery, answers\n',
    table(
      ['area', 'part', 'state', ''],
      terraParts.map(({ area, name, state, says }) => [area, name, state, says]),
    ),
  ]
  return sections.join('\n')
}

const countOf = (all: readonly { state: string }[]): string =>
  `${all.filter(({ state }) => state === 'served').length} of ${all.length}`

const pathTable = (paths: readonly TerraPath[]): string =>
  table(
    ['path', 'state', '2.x', '1.x', ''],
    paths.map(({ method, path, state, current, legacy, says }) => [
      `\`${method} ${path}\``,
      state,
      current === null ? '' : `\`${current}\``,
      legacy === null ? '' : `\`${legacy}\``,
      says,
    ]),
  )
