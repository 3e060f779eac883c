import { type LiveState, useLiveState } from '../api/live.ts'
import { useSession } from '../api/session.ts'
import { Link } from '../components/link.tsx'
import { type StatusShape, StatusShapeMark } from '../components/status.tsx'
import { Tooltip } from '../components/tooltip.tsx'
import { en } from '../strings/en.ts'

const words = en.shell.health
const marks: Record<LiveState, { shape: StatusShape; colour: string }> = {
  live: { shape: 'full', colour: 'text-ok' },
  connecting: { shape: 'open', colour: 'text-muted' },
  lost: { shape: 'square', colour: 'text-bad' },
  off: { shape: 'bars', colour: 'text-muted' },
}

/** Whether new data arrives by itself, as a shape with its words, and the version. */
export function Health() {
  const state = useLiveState()
  const { version } = useSession()
  const { shape, colour } = marks[state]
  return (
    <Tooltip text={words[state]} describes={false}>
      <Link
        href="/settings/about"
        look="plain"
        className="flex h-8 items-center gap-2 px-2 text-label text-muted touch:h-11"
      >
        <span className={colour}>
          <StatusShapeMark shape={shape} />
        </span>
        <span className="font-mono">{version}</span>
        <span className="sr-only">{words[state]}</span>
      </Link>
    </Tooltip>
  )
}
