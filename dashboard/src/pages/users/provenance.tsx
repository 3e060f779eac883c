import { FileJson2 } from 'lucide-react'
import { useState } from 'react'
import type { Provenance } from '../../../../src/client/operations.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Link } from '../../components/link.tsx'
import { Time } from '../../components/time.tsx'
import { late } from '../../routing/late.ts'
import { LatePart } from '../../shell/late-part.tsx'
import { en } from '../../strings/en.ts'
import { idTimeMs } from './id-time.ts'

const words = en.users.raw
const rawView = late(() => import('./raw-view.tsx'))

export interface MadeProps {
  userId: string
  /** What it is about, for whoever hears the button alone: "sleep, 22:40". */
  name: string
  /** Stands at the head of the line where there are several. */
  head?: string | undefined
  /** The record, exactly as it is sent. */
  text: string
  made: Provenance
}

/** Of what a record was made: the mapper that read it, when the answer or the file came, and the way to look at it. */
export function Made({ userId, name, head, text, made: { raw_id: rawId, mapper } }: MadeProps) {
  const [isOpen, setIsOpen] = useState(false)
  const may = useMay('developer')
  const at = rawId === null ? null : idTimeMs(rawId)
  const isImport = rawId?.startsWith('imp_') === true
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-2">
      {head !== undefined && <span className="font-medium">{head}</span>}
      <span>{mapper === null ? words.noMapper : <code>{mapper}</code>}</span>
      <span className="text-muted">
        {at === null ? (
          words.notKept
        ) : (
          <>
            {isImport ? words.ofFile : words.ofAnswer} <Time at={at} />
          </>
        )}
      </span>
      {may && rawId !== null && isImport && (
        <Link href={`/tools/import/${rawId}`} className="ml-auto">
          {words.seeImport}
        </Link>
      )}
      {may && rawId !== null && !isImport && (
        <Button
          className="ml-auto"
          icon={<FileJson2 aria-hidden />}
          aria-label={words.showOf(name)}
          onClick={() => setIsOpen(true)}
        >
          {words.show}
        </Button>
      )}
      {isOpen && rawId !== null && (
        <LatePart
          of={rawView}
          props={{ userId, rawId, mapper, name, text, onClose: () => setIsOpen(false) }}
          meanwhile={null}
        />
      )}
    </li>
  )
}
