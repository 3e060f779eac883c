import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { type McpToken, useMcpTokens, useRevokeMcpToken } from '../../api/mcp-tokens.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Empty } from '../../components/empty.tsx'
import { shortenMiddle } from '../../components/format.ts'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { MakeMcpToken } from './mcp-token-make.tsx'
import { useProviderName } from './provider-name.ts'

const words = en.mcp

export interface McpTokensProps {
  /** As the person is called. */
  name: string
  /** The person; null for an account that has none. */
  referenceId: string | null
  /** The account that a new token reads alone; null: it reads the person. */
  userId: string | null
  /** The accounts whose tokens are shown. */
  accounts: readonly { user_id: string; provider: string }[]
}

/** Which AI clients may read a person, and the way to let one, and to end that. */
export function McpTokens({ name, referenceId, userId, accounts }: McpTokensProps) {
  const may = useMay('developer')
  const { data, error, refetch } = useMcpTokens()
  const [isMaking, setIsMaking] = useState(false)
  const [asked, setAsked] = useState<McpToken | null>(null)
  const revoke = useRevokeMcpToken()
  const shown = data?.items.filter(
    (token) =>
      (token.reference_id !== null && token.reference_id === referenceId) ||
      accounts.some(({ user_id: id }) => id === token.user_id),
  )
  return (
    <Panel title={words.title} description={may ? words.how : words.mayNot}>
      {shown === undefined && <Pending error={error} onRetry={refetch} rows={2} />}
      {shown?.length === 0 && <Empty what={words.none} why={words.noneWhy} />}
      {shown !== undefined && shown.length > 0 && (
        <ul className="flex flex-col" aria-label={words.caption}>
          {shown.map((token) => (
            <TokenLine
              key={token.id}
              token={token}
              accounts={accounts}
              onRevoke={may ? () => setAsked(token) : undefined}
            />
          ))}
        </ul>
      )}
      {may && shown !== undefined && (
        <div className="mt-3 flex justify-end">
          <Button icon={<KeyRound aria-hidden />} onClick={() => setIsMaking(true)}>
            {words.make}
          </Button>
        </div>
      )}
      {isMaking && (
        <MakeMcpToken name={name} referenceId={referenceId} userId={userId} onClose={() => setIsMaking(false)} />
      )}
      {asked !== null && (
        <Confirm
          open
          onClose={() => setAsked(null)}
          verb={words.revoke}
          object={shortenMiddle(asked.id)}
          consequence={words.revokeWhat}
          danger
          onConfirm={async () => {
            await revoke.mutateAsync(asked.id)
            toast({ text: words.revoked })
          }}
        />
      )}
    </Panel>
  )
}

interface TokenLineProps {
  token: McpToken
  accounts: McpTokensProps['accounts']
  onRevoke: (() => void) | undefined
}

function TokenLine({ token, accounts, onRevoke }: TokenLineProps) {
  const nameOf = useProviderName()
  const { id, user_id: userId, created_at: made, expires_at: ends } = token
  const provider = accounts.find(({ user_id: user }) => user === userId)?.provider
  return (
    <li className="flex flex-wrap items-center gap-x-3 border-line border-b py-1 last:border-b-0">
      <span className="min-w-0 flex-1 basis-40">
        <span className="flex flex-wrap items-center gap-x-2">
          <Id id={id} of={words.columns.id} />
          <span>{userId === null ? words.person : words.account(nameOf(provider ?? ''))}</span>
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-label text-muted">
          <span>
            {words.columns.made} <Time at={made} />
          </span>
          <span>
            {words.columns.ends} {ends === null ? words.forever : <Time at={ends} />}
          </span>
        </span>
      </span>
      {onRevoke !== undefined && (
        <Button look="plain" aria-label={words.revokeOf(shortenMiddle(id))} onClick={onRevoke}>
          {words.revoke}
        </Button>
      )}
    </li>
  )
}
