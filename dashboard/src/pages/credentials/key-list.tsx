import { useState } from 'react'
import { type ApiKey, useKeys, useRevokeKey } from '../../api/keys.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/column.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Empty } from '../../components/empty.tsx'
import { Panel } from '../../components/panel.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'

const words = en.credentials.keys

/** The API keys of the environment; revoked ones on request. */
export function KeyList() {
  const may = useMay('developer')
  const { data, error, refetch } = useKeys()
  const [showsRevoked, setShowsRevoked] = useState(false)
  const [asked, setAsked] = useState<ApiKey | null>(null)
  const revoke = useRevokeKey()
  const live = data?.items.filter((key) => key.revoked_at === null) ?? []
  const revoked = data?.items.filter((key) => key.revoked_at !== null) ?? []
  // Without a key nobody could call the API to make another, so the last one stays.
  const columns = columnsOf(may && live.length > 1 ? setAsked : null)
  return (
    <Panel
      title={words.title}
      description={may ? words.description : words.mayNot}
      flush
      actions={
        revoked.length > 0 && (
          <Button look="plain" onClick={() => setShowsRevoked(!showsRevoked)}>
            {showsRevoked ? words.hideRevoked : words.showRevoked(revoked.length)}
          </Button>
        )
      }
    >
      {data === undefined && <Pending error={error} onRetry={refetch} rows={2} inset />}
      {data !== undefined && (
        <Table<ApiKey>
          caption={words.caption}
          columns={columns}
          rows={showsRevoked ? [...live, ...revoked] : live}
          rowKey={(key) => key.id}
          empty={<Empty what={words.empty} why={words.emptyWhy} />}
        />
      )}
      {asked !== null && (
        <Confirm
          open
          onClose={() => setAsked(null)}
          verb={words.revoke}
          object={`${asked.name} (…${asked.hint})`}
          consequence={words.revokeWhat}
          danger
          onConfirm={async () => {
            await revoke.mutateAsync(asked.id)
            toast({ text: words.revokedNow(asked.name) })
          }}
        />
      )}
    </Panel>
  )
}

function columnsOf(onRevoke: ((key: ApiKey) => void) | null): readonly Column<ApiKey>[] {
  return [
    {
      key: 'status',
      head: words.columns.status,
      role: 'status',
      width: '8rem',
      cell: ({ revoked_at }) =>
        revoked_at === null ? (
          <CustomStatus shape="full" tone="ok">
            {words.live}
          </CustomStatus>
        ) : (
          <CustomStatus shape="open" tone="neutral">
            {words.revoked}
          </CustomStatus>
        ),
    },
    { key: 'name', head: words.columns.name, role: 'title', cell: ({ name }) => name },
    { key: 'key', head: words.columns.key, role: 'meta', mono: true, cell: ({ hint }) => `••••${hint}` },
    {
      key: 'made',
      head: words.columns.made,
      role: 'meta',
      align: 'end',
      cell: ({ created_at }) => <Time at={created_at} />,
    },
    ...(onRevoke === null
      ? []
      : [
          {
            key: 'act',
            head: words.columns.act,
            hideHead: true,
            role: 'meta' as const,
            align: 'end' as const,
            width: '6rem',
            cell: (key: ApiKey) =>
              key.revoked_at === null && (
                <Button
                  look="plain"
                  className="-my-1"
                  aria-label={words.revokeOf(key.name)}
                  onClick={() => onRevoke(key)}
                >
                  {words.revoke}
                </Button>
              ),
          },
        ]),
  ]
}
