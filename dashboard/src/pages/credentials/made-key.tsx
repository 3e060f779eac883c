import { Check } from 'lucide-react'
import { curlWithKey, type NewApiKey, useTryKey } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Code } from '../../components/code.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { shellQuote } from '../../components/curl.ts'
import { FieldError } from '../../components/field.tsx'
import { en } from '../../strings/en.ts'

const words = en.credentials.make

/** A key that was just made: to be copied, called with, and tried. */
export function MadeKey({ made }: { made: NewApiKey }) {
  const { public_url } = useSession()
  const attempt = useTryKey()
  const call = curlWithKey({ method: 'GET', url: `${public_url}/admin/api/first-steps`, devId: made.dev_id })
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={words.key}>
        <p className="font-medium text-label">{words.key}</p>
        <p className="mt-1 flex items-center gap-1 rounded-control border border-control bg-sunken py-1 pr-1 pl-2">
          <code className="min-w-0 flex-1 break-all">{made.api_key}</code>
          <CopyButton text={made.api_key} label={words.copyKey} />
        </p>
      </section>
      <Code label={words.curl} text={`export API_KEY=${shellQuote(made.api_key)}\n${call}`} wrap />
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={attempt.isPending} onClick={() => attempt.mutate(made)}>
          {words.tryIt}
        </Button>
        <p role="status" className="min-w-0 flex-1 text-ok">
          {attempt.isSuccess && (
            <>
              <Check aria-hidden className="mr-1 inline size-4" />
              {words.tried}
            </>
          )}
        </p>
      </div>
      {attempt.error !== null && (
        <div role="alert">
          <FieldError>{attempt.error.message}</FieldError>
        </div>
      )}
    </div>
  )
}
