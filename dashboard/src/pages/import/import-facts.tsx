import { type ImportStatus, isUnderWay } from '../../api/imports.ts'
import { Amount } from '../../components/amount.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { shortenMiddle } from '../../components/format.ts'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { ImportState, kindName } from './state.tsx'

const words = en.imports.page

/** The right column: what the file is and whose. */
export function ImportFacts({ shown }: { shown: ImportStatus }) {
  const { started_at: started, finished_at: finished } = shown
  const took = started !== null && finished !== null ? Date.parse(finished) - Date.parse(started) : null
  return (
    <Panel title={words.facts} className="h-fit">
      <DefinitionList
        stacked
        items={[
          {
            term: words.status,
            value: isUnderWay(shown) ? en.imports.status[shown.status] : <ImportState of={shown} />,
          },
          {
            term: words.user,
            value: (
              <Link href={`/users/${shown.user_id}`} className="font-mono">
                {shortenMiddle(shown.user_id)}
              </Link>
            ),
          },
          { term: words.kind, value: kindName(shown.kind) },
          { term: words.size, value: <Amount value={shown.bytes_total} as="bytes" /> },
          { term: words.brought, value: <Time at={shown.created_at} look="full" /> },
          { term: words.took, value: took === null ? null : <Amount value={took} as="duration" /> },
          { term: words.id, value: <Id id={shown.import_id} of="import" /> },
        ]}
      />
    </Panel>
  )
}
