import type { DataType } from '../../../../src/schema/records.ts'
import { recordsOf } from '../../api/generate.ts'
import type { PreviewProps } from '../../charts/preview.tsx'
import { Empty } from '../../components/empty.tsx'
import type { JsonProps } from '../../components/json.tsx'
import { Panel } from '../../components/panel.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { late } from '../../routing/late.ts'
import { LatePart } from '../../shell/late-part.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { labelOf, typeWords } from './choices.ts'
import { EmptyFields } from './empty-fields.tsx'
import type { Made } from './generate.tsx'

const words = en.generate.result
const preview = late<PreviewProps<DataType>>(() =>
  import('../../charts/preview.tsx').then(({ Preview }) => ({ default: Preview })),
)
const json = late<JsonProps>(() => import('../../components/json.tsx').then(({ Json }) => ({ default: Json })))

const waiting = (
  <Loading>
    <Skeleton className="h-40 w-full" />
  </Loading>
)

/** What was made: drawn, as JSON, and what the source leaves out of it. */
export function Result({ made, isChanged }: { made: Made | null; isChanged: boolean }) {
  const hides = useHidesValues()
  if (made === null)
    return (
      <Panel>
        <Empty what={words.empty} why={words.emptyWhy} />
      </Panel>
    )
  const { body, answer, isSent } = made
  const records = recordsOf(answer)
  return (
    <>
      <Panel
        title={words.title(labelOf(body.provider), typeWords(body.type))}
        description={
          <span role="status">
            {isSent ? words.sent : words.made(records.length)}
            {isChanged && <span className="block text-warn">{words.changed}</span>}
          </span>
        }
      >
        {/* Another payload is another drawing: its pager begins anew. */}
        <LatePart key={JSON.stringify(body)} of={preview} props={{ type: body.type, records }} meanwhile={waiting} />
      </Panel>
      <EmptyFields body={body} paths={answer.empty_fields} />
      <Panel title={words.json}>
        {/* The server wrote it by the same rules: what is written again is what came. */}
        <LatePart
          of={json}
          props={{ text: JSON.stringify(answer.payload), label: words.jsonLabel, hidden: hides }}
          meanwhile={waiting}
        />
      </Panel>
    </>
  )
}
