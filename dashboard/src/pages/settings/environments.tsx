import { Ellipsis, Plus } from 'lucide-react'
import { useState } from 'react'
import { chooseEnvironment } from '../../api/environment.ts'
import { type Environment, useEnvironments } from '../../api/environments.ts'
import { useChosenEnvironment, useMay } from '../../api/session.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/column.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Id } from '../../components/id.tsx'
import { Menu } from '../../components/menu.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { flag } from '../../routing/filters.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { DeleteEnvironment } from './environment-delete.tsx'
import { NewEnvironmentDialog } from './environment-new.tsx'
import { RenameEnvironment } from './environment-rename.tsx'

const words = en.settings.environments
// The switch in the sidebar leads here with `?new=true`.
const asked = { new: flag() }
interface Opened {
  act: 'rename' | 'delete'
  environment: Environment
}

/** Settings > Environments. */
export default function EnvironmentsPage() {
  const may = useMay('developer')
  const isOwner = useMay('owner')
  const chosen = useChosenEnvironment()
  const { data, error, refetch } = useEnvironments()
  const { filters, set } = useFilters(asked)
  const [opened, setOpened] = useState<Opened | null>(null)
  const columns = columnsOf({
    chosen: chosen?.dev_id ?? null,
    onRename: may ? (environment) => setOpened({ act: 'rename', environment }) : null,
    // The last environment stays.
    onDelete:
      isOwner && (data?.items.length ?? 0) > 1 ? (environment) => setOpened({ act: 'delete', environment }) : null,
  })
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          may && (
            <ActionBar>
              <Button
                look="primary"
                icon={<Plus aria-hidden />}
                className="max-md:flex-1"
                onClick={() => set({ new: true }, 'push')}
              >
                {words.add}
              </Button>
            </ActionBar>
          )
        }
      />
      {data === undefined && <Pending error={error} onRetry={refetch} rows={2} />}
      {data !== undefined && (
        <Panel flush>
          <Table caption={words.caption} columns={columns} rows={data.items} rowKey={(row) => row.dev_id} />
        </Panel>
      )}
      {may && filters.new && <NewEnvironmentDialog onClose={() => set({ new: false })} />}
      {opened?.act === 'rename' && (
        <RenameEnvironment environment={opened.environment} onClose={() => setOpened(null)} />
      )}
      {opened?.act === 'delete' && (
        <DeleteEnvironment environment={opened.environment} onClose={() => setOpened(null)} />
      )}
    </>
  )
}

type Act = ((environment: Environment) => void) | null

function columnsOf(acts: { chosen: string | null; onRename: Act; onDelete: Act }): readonly Column<Environment>[] {
  return [
    {
      key: 'name',
      head: words.columns.name,
      role: 'title',
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2 break-words font-medium">
          {row.name}
          {row.dev_id === acts.chosen && <Badge tone="accent">{words.shown}</Badge>}
        </span>
      ),
    },
    {
      key: 'dev-id',
      head: words.columns.devId,
      role: 'meta',
      cell: (row) => <Id id={row.dev_id} of={words.columns.devId} whole />,
    },
    {
      key: 'made',
      head: words.columns.made,
      cell: (row) => <Time at={row.created_at} />,
    },
    {
      key: 'act',
      head: words.columns.act,
      hideHead: true,
      align: 'end',
      role: 'meta',
      cell: (row) => <Acts environment={row} {...acts} />,
    },
  ]
}

interface ActsProps {
  environment: Environment
  chosen: string | null
  onRename: Act
  onDelete: Act
}

function Acts({ environment, chosen, onRename, onDelete }: ActsProps) {
  const { dev_id: devId, name } = environment
  return (
    <span className="inline-flex items-center justify-end gap-1">
      {devId !== chosen && (
        <Button aria-label={words.showOf(name)} onClick={() => chooseEnvironment(devId)}>
          {words.show}
        </Button>
      )}
      {onRename !== null && (
        <Menu
          label={words.actionsOf(name)}
          trigger={<IconButton label={words.actionsOf(name)} icon={<Ellipsis aria-hidden />} />}
          entries={[
            { label: words.rename, onSelect: () => onRename(environment) },
            ...(onDelete === null
              ? []
              : [{ label: words.delete, danger: true, onSelect: () => onDelete(environment) }]),
          ]}
        />
      )}
    </span>
  )
}
