import { X } from 'lucide-react'
import { formatBytes } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Panel } from '../../components/panel.tsx'
import { Progress } from '../../components/progress.tsx'
import { Status } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'
import { forgetUpload, stopUpload, type Upload, useUploads } from './upload.ts'

const words = en.imports.uploads

/** The files that are on their way to the server, each with its progress; nothing when there are none. */
export function Uploads() {
  const shown = useUploads().filter(({ state }) => state !== 'taken')
  if (shown.length === 0) return null
  return (
    <Panel title={words.title}>
      <ul className="flex flex-col gap-3">
        {shown.map((upload) => (
          <li key={upload.id}>{upload.state === 'sending' ? <Sending upload={upload} /> : <Line upload={upload} />}</li>
        ))}
      </ul>
    </Panel>
  )
}

const Sending = ({ upload: { id, name, sent, bytes, startedAt } }: { upload: Upload }) => (
  <Progress
    label={words.sending(name)}
    done={sent}
    total={bytes}
    format={(amount) => formatBytes(amount)}
    startedAt={startedAt ?? undefined}
    onStop={() => stopUpload(id)}
  />
)

function Line({ upload: { id, name, state, error } }: { upload: Upload }) {
  const isWaiting = state === 'waiting'
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <p className="break-all font-medium">{name}</p>
        {state === 'refused' ? (
          <p role="alert">
            <Status status="failed">{en.imports.status.failed}</Status> <span>{error}</span>
          </p>
        ) : (
          <p className="text-muted">{isWaiting ? words.waiting : words.stopped}</p>
        )}
      </div>
      <IconButton
        label={words.dismiss(name)}
        icon={<X aria-hidden />}
        onClick={() => {
          stopUpload(id)
          forgetUpload(id)
        }}
      />
    </div>
  )
}
