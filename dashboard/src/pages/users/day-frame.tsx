import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { dayName } from '../../charts/clock.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { useAtLeast, WIDTH } from '../../components/media.ts'
import { Panel } from '../../components/panel.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.data

export interface DayFrameProps {
  /** The type of data that is shown. */
  type: string
  /** `YYYY-MM-DD`; empty for a type whose records have no day. */
  day: string
  /** The nearest days before and after it that have some; null where there is none. */
  neighbours: readonly [string | null, string | null]
  onChoose: (day: string) => void
  onClose: () => void
  children: ReactNode
}

/** `2026-07-03` as `3 Jul 2026`; nothing for no day. */
export const dayTextOf = (day: string): string => (day === '' ? '' : `${dayName(day)} ${day.slice(0, 4)}`)

/** The frame around the records of one type and day, with the ways to other days. */
export function DayFrame({ type, day, neighbours: [earlier, later], onChoose, onClose, children }: DayFrameProps) {
  const isWide = useAtLeast(WIDTH.tablet)
  const walk = day !== '' && (
    <span className="flex items-center gap-1">
      <IconButton
        label={words.earlier}
        icon={<ChevronLeft aria-hidden />}
        disabled={earlier === null}
        onClick={() => onChoose(earlier ?? day)}
      />
      <span className="w-36">
        <Input
          type="date"
          aria-label={words.day}
          value={day}
          onChange={(event) => event.target.value !== '' && onChoose(event.target.value)}
        />
      </span>
      <IconButton
        label={words.later}
        icon={<ChevronRight aria-hidden />}
        disabled={later === null}
        onClick={() => onChoose(later ?? day)}
      />
    </span>
  )
  return (
    <Panel
      title={
        <span className="inline-block first-letter:uppercase">
          {words.preview(type.replaceAll('_', ' '), dayTextOf(day))}
        </span>
      }
      actions={
        <>
          {isWide && walk}
          <IconButton label={words.close} icon={<X aria-hidden />} onClick={onClose} />
        </>
      }
    >
      {!isWide && <div className="-ml-2 mb-4">{walk}</div>}
      {children}
    </Panel>
  )
}
