import { Loading } from '../components/skeleton.tsx'
import { Failure } from './failure.tsx'

export interface PendingProps {
  /** Why the answer does not come; null while it is waited for. */
  error: Error | null
  onRetry: () => unknown
  /** Rows of its skeleton. */
  rows: number
  /** In a panel without padding. */
  inset?: boolean
}

/** What stands where an answer will be: its skeleton, or why it does not come. `{data === undefined && <Pending … />}` */
export function Pending({ error, onRetry, rows, inset = false }: PendingProps) {
  const part = error === null ? <Loading rows={rows} /> : <Failure error={error} onRetry={onRetry} />
  return inset ? <div className="px-4 pb-4">{part}</div> : part
}
