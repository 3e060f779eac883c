import type { InboxMessage } from '../../api/inboxes.ts'
import { Code } from '../../components/code.tsx'
import type { JsonProps } from '../../components/json.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { late } from '../../routing/late.ts'
import { LatePart } from '../../shell/late-part.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'

const words = en.inbox.message
const json = late<JsonProps>(() => import('../../components/json.tsx').then(({ Json }) => ({ default: Json })))

/** The body of a message, exactly as it came. */
export function MessageBody({ message: { body, encoding } }: { message: InboxMessage }) {
  const hides = useHidesValues()
  if (body === '') return <p className="text-muted">{words.noBody}</p>
  if (encoding === 'base64')
    return (
      <>
        <p className="mb-2 text-muted">{words.binary}</p>
        <Code text={body} label={words.bodyLabel} wrap />
      </>
    )
  return (
    <LatePart
      of={json}
      props={{ text: body, label: words.bodyLabel, hidden: hides }}
      meanwhile={
        <Loading>
          <Skeleton className="h-40 w-full" />
        </Loading>
      }
    />
  )
}
