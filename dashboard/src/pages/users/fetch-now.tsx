import { RefreshCw } from 'lucide-react'
import { useFetchNow } from '../../api/history.ts'
import type { UserDetail } from '../../api/users.ts'
import { Button } from '../../components/button.tsx'
import { type ToastOptions, toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.fetch
/** As many as the server takes when none are named. */
const days = 3

/** Whether there is a provider that can be asked for a user's data: files and phones have none, and the ended none any more. */
export const canBeFetched = ({ active, connection }: Pick<UserDetail, 'active' | 'connection'>): boolean =>
  active && connection !== null

/** Asks the provider for the last days at once, and says what came. */
export function FetchNow({ id, provider }: { id: string; provider: string }) {
  const fetching = useFetchNow(id, days)
  const said = (answer: NonNullable<typeof fetching.data>): ToastOptions => {
    const { status, records, retry_after_seconds: wait, error } = answer
    switch (status) {
      case 'done':
        return { text: words.done(provider, records, days) }
      case 'processing':
        return { text: words.processing(provider, records) }
      case 'rate_limited':
        return { text: words.limited(provider, records, wait ?? 0) }
      case 'failed':
        return { tone: 'bad', text: words.failed(provider, error ?? words.noReason) }
    }
  }
  return (
    <Button
      icon={<RefreshCw aria-hidden />}
      className="max-md:flex-1"
      busy={fetching.isPending}
      onClick={() =>
        fetching.mutate(undefined, {
          onSuccess: (answer) => toast(said(answer)),
          onError: (error) => toast({ tone: 'bad', text: error.message }),
        })
      }
    >
      {words.verb}
    </Button>
  )
}
