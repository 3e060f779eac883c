import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** A colour with a meaning: `neutral` says nothing, `accent` is chosen, the others are as in Status. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad' | 'info'

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-tint text-accent',
  ok: 'bg-ok-tint text-ok',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  info: 'bg-info-tint text-info',
}

export type BadgeProps = {
  /** A word or two; the colour only underlines them. */
  children: ReactNode
  tone?: Tone | undefined
  icon?: ReactNode
}

/** A word on a tinted ground: a kind, a role, a count. For states use Status. */
export function Badge({ children, tone = 'neutral', icon }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-control px-1.5 font-medium text-label [&_svg]:size-3',
        TONES[tone],
      )}
    >
      {icon}
      {children}
    </span>
  )
}
