import { Upload, User } from 'lucide-react'
import { useState } from 'react'
import { type ImportStatus, isUnderWay, useCancelImport, useImport } from '../../api/imports.ts'
import { useMay } from '../../api/session.ts'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatBytes } from '../../components/format.ts'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Progress } from '../../components/progress.tsx'
import { toast } from '../../components/toast.tsx'
import { useTitle } from '../../routing/title.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { ImportFacts } from './import-facts.tsx'
import { Result, Warnings } from './result.tsx'
import { sumOf } from './state.tsx'

const words = en.imports.page
const base = '/tools/import'
const trail = [{ label: en.imports.title, href: base }]

/** One import: how far it is, then what was found, refused and stored. */
export function OneImport({ id }: { id: string }) {
  const { data, error, refetch } = useImport(id)
  useTitle(data?.filename, en.imports.title)
  if (data !== undefined) return <Shown shown={data} />
  return <Pending error={error} onRetry={refetch} rows={6} />
}

function Shown({ shown }: { shown: ImportStatus }) {
  const may = useMay('developer')
  const found = sumOf(shown.counts)
  return (
    <>
      <PageHeader
        trail={trail}
        title={<span className="break-all">{shown.filename}</span>}
        actions={
          <ActionBar>
            <Link look="primary" href={`/users/${shown.user_id}`} className="max-md:flex-1">
              <User aria-hidden />
              {words.seeUser}
            </Link>
            {may && (
              <Link look="quiet" href={`${base}?user=${shown.user_id}`} className="max-md:flex-1">
                <Upload aria-hidden />
                {words.again}
              </Link>
            )}
          </ActionBar>
        }
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {isUnderWay(shown) && <Running shown={shown} may={may} />}
          {shown.status === 'failed' && (
            <ErrorPanel what={shown.error ?? words.failed} next={found > 0 ? words.partly(found) : undefined} />
          )}
          {(found > 0 || shown.status === 'completed') && <Result shown={shown} />}
          {!isUnderWay(shown) && shown.status !== 'failed' && <Warnings shown={shown} />}
        </div>
        <ImportFacts shown={shown} />
      </div>
    </>
  )
}

function Running({ shown, may }: { shown: ImportStatus; may: boolean }) {
  const { import_id: id, filename, bytes_read: read, bytes_total: total, started_at: started, counts } = shown
  const [isAsking, setIsAsking] = useState(false)
  const cancel = useCancelImport(id)
  return (
    <Panel title={words.progress}>
      <Progress
        label={words.reading(filename)}
        done={read}
        total={total}
        format={(amount) => formatBytes(amount)}
        startedAt={started === null ? undefined : Date.parse(started)}
        onStop={may ? () => setIsAsking(true) : undefined}
      />
      {shown.status === 'queued' && <p className="mt-2 text-muted">{words.queued}</p>}
      <Confirm
        open={isAsking}
        onClose={() => setIsAsking(false)}
        verb={words.stop}
        object={filename}
        consequence={words.stopWhat(sumOf(counts))}
        onConfirm={async () => {
          await cancel.mutateAsync()
          toast({ text: words.stopped })
        }}
      />
    </Panel>
  )
}
