import { Unplug } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useMay } from '../../api/session.ts'
import { type UserDetail, useEraseUser } from '../../api/users.ts'
import { Amount } from '../../components/amount.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { shortenMiddle } from '../../components/format.ts'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { McpTokens } from './mcp-tokens.tsx'
import { useProviderName } from './provider-name.ts'
import { UserStatus } from './standing.tsx'

const words = en.users.connection

/** The *Connection* tab: what the person allowed, how old the token is, and the way to end it. */
export function UserConnection({ user }: { user: UserDetail }) {
  const nameOf = useProviderName()
  const { scopes, counts } = user
  const granted = (scopes ?? '').split(',').filter((scope) => scope !== '')
  const stored = Object.entries(counts)
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title={words.title}>
          <DefinitionList
            items={[
              { term: words.status, value: <UserStatus user={user} /> },
              { term: words.provider, value: nameOf(user.provider) },
              { term: words.id, value: <Id id={user.user_id} of="user_id" /> },
              {
                term: words.reference,
                value:
                  user.reference_id === null ? (
                    <span className="text-muted">{en.users.noReference}</span>
                  ) : (
                    <span className="break-all font-mono">{user.reference_id}</span>
                  ),
              },
              { term: words.since, value: <Time at={user.created_at} look="full" /> },
              {
                term: words.scopes,
                value:
                  granted.length === 0 ? (
                    <span className="text-muted">{words.noScopes}</span>
                  ) : (
                    granted.map((scope) => (
                      <Badge key={scope}>
                        <span className="font-mono">{scope}</span>
                      </Badge>
                    ))
                  ),
              },
              { term: words.token, value: <Token user={user} /> },
              { term: words.asked, value: <Asked user={user} /> },
              { term: words.zone, value: user.zone ?? <span className="text-muted">{words.noZone}</span> },
              { term: words.data, value: <When at={user.last_data_at} /> },
              { term: words.webhook, value: <When at={user.last_webhook_update} /> },
            ]}
          />
        </Panel>
        <McpTokens
          name={user.reference_id ?? shortenMiddle(user.user_id)}
          referenceId={user.reference_id}
          userId={user.user_id}
          accounts={[user]}
        />
        <End user={user} provider={nameOf(user.provider)} />
      </div>
      <Panel title={words.stored} className="h-fit">
        {stored.length === 0 ? (
          <p className="text-muted">{words.nothingStored}</p>
        ) : (
          <DefinitionList
            items={stored.map(([type, count]) => ({
              term: type.replaceAll('_', ' '),
              value: (
                <span className="ml-auto">
                  <Amount value={count} />
                </span>
              ),
            }))}
          />
        )}
      </Panel>
    </div>
  )
}

const When = ({ at }: { at: string | null }) =>
  at === null ? <span className="text-muted">{en.users.never}</span> : <Time at={at} />

/** When the provider gave data, and when it is asked again. */
function Asked({ user: { connection, active } }: { user: UserDetail }) {
  if (connection === null || !active) return <span className="text-muted">{words.noToken}</span>
  const { last_polled_at: last, next_poll_at: next, failing_since: failing } = connection
  return (
    <>
      {last !== null && (
        <span>
          {words.askedLast} <Time at={last} />
        </span>
      )}
      {next !== null && (
        <span className="text-muted">
          {words.askedNext} <Time at={next} />
        </span>
      )}
      {failing !== null && (
        <span className="w-full text-warn">
          {words.failing} <Time at={failing} />
        </span>
      )}
    </>
  )
}

function Token({ user: { token, needs_reauth: needsReauth } }: { user: UserDetail }) {
  if (token === null) return <span className="text-muted">{words.noToken}</span>
  return (
    <>
      <span>
        {words.renewed} <Time at={token.renewed_at} />
      </span>
      {token.expires_at !== null && (
        <span>
          {needsReauth ? words.ended : words.ends} <Time at={token.expires_at} />
        </span>
      )}
      {token.is_renewable && <span className="text-muted">{words.renewable}</span>}
      {needsReauth && <span className="w-full text-warn">{words.mustConnect}</span>}
    </>
  )
}

/** Ends the connection and erases the person's data: the API knows no ending that keeps it. */
function End({ user, provider }: { user: UserDetail; provider: string }) {
  const [isAsking, setIsAsking] = useState(false)
  const [, navigate] = useLocation()
  const may = useMay('developer')
  const erase = useEraseUser(user.user_id)
  const name = user.reference_id ?? shortenMiddle(user.user_id)
  const count = Object.values(user.counts).reduce((sum, each) => sum + each, 0)
  if (!may) return null
  return (
    <Panel title={words.end} description={words.endHow(provider)}>
      <Button look="danger" icon={<Unplug aria-hidden />} onClick={() => setIsAsking(true)}>
        {words.endVerb}
      </Button>
      <Confirm
        open={isAsking}
        onClose={() => setIsAsking(false)}
        verb={words.endVerb}
        object={name}
        danger
        typeName={user.reference_id ?? user.user_id.slice(0, 8)}
        consequence={words.endWhat(count, provider)}
        onConfirm={async () => {
          await erase.mutateAsync()
          toast({ text: words.erased(name) })
          navigate('/users')
        }}
      />
    </Panel>
  )
}
