import { ChevronDown } from 'lucide-react'
import type { OpenApi } from '../../api/openapi.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { cx } from '../../components/cx.ts'
import { OperationDetail } from './operation-detail.tsx'
import type { Placed } from './operations.ts'

const tones: Readonly<Record<string, Tone>> = { GET: 'info', POST: 'ok', PATCH: 'warn', PUT: 'warn', DELETE: 'bad' }

/** A path whose parts break where a line must end, and whose parameters stand out. */
function Path({ path }: { path: string }) {
  return (
    <code className="break-words font-medium">
      {path.split(/(?=\/)/).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path have no other name than their place
        <span key={at} className={part.startsWith('/{') ? 'text-accent' : undefined}>
          <wbr />
          {part}
        </span>
      ))}
    </code>
  )
}

export interface OperationRowProps {
  placed: Placed
  description: OpenApi
  isOpen: boolean
  onToggle: () => void
}

/** One operation: a line that opens. */
export function OperationRow({ placed, description, isOpen, onToggle }: OperationRowProps) {
  const { id, method, path, operation } = placed
  return (
    <li id={id} className="scroll-mt-32 border-line border-b last:border-b-0 md:scroll-mt-20">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex min-h-10 w-full items-center gap-3 px-3 py-2 text-left -outline-offset-2 hover:bg-sunken touch:min-h-12"
        >
          <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 gap-y-0.5 md:flex-nowrap">
            <span className="shrink-0 md:w-16">
              <Badge tone={tones[method] ?? 'neutral'}>
                <span className="font-mono">{method}</span>
              </Badge>
            </span>
            <span className="contents md:flex md:min-w-0 md:flex-1 md:flex-wrap md:items-baseline md:gap-x-3">
              <Path path={path} />
              <span className="min-w-0 font-normal text-muted max-md:basis-full">{operation.summary}</span>
            </span>
          </span>
          <ChevronDown aria-hidden className={cx('size-4 shrink-0 text-muted', isOpen && 'rotate-180')} />
        </button>
      </h3>
      {isOpen && <OperationDetail placed={placed} description={description} />}
    </li>
  )
}
