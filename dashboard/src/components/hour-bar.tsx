import { parts } from '../strings/en/parts.ts'
import type { Tone } from './badge.tsx'
import { cx } from './cx.ts'
import { formatNumber } from './format.ts'

/** One part of an hour's bar. */
export type HourPart = { name: string; count: number; tone: Exclude<Tone, 'accent'> }

/** One bar: its span in words and its parts, drawn from the ground up in this order. */
export type HourBarItem = { key: string; label: string; parts: readonly HourPart[] }

export type HourBarProps = {
  /** What is counted: "Deliveries of the last 24 hours". */
  label: string
  hours: readonly HourBarItem[]
  /** Narrows a list to one hour; bars are buttons then. */
  onChoose?: ((key: string) => void) | undefined
  chosen?: string | null | undefined
  /** `small` fits a table's row and is never clickable. */
  size?: 'small' | 'normal' | undefined
}

// Parts differ by colour and by hatching or outline, so that they can be told apart without colour.
const FILLS: Record<HourPart['tone'], string> = {
  ok: 'bg-ok',
  warn: 'border border-warn bg-warn-tint',
  bad: 'bg-bad',
  info: 'border border-info bg-info-tint',
  neutral: 'bg-control',
}

/** Bars by hour, each stacked from its parts. A bar says its numbers on hover and to assistive technology. */
export function HourBar({ label, hours, onChoose, chosen, size = 'normal' }: HourBarProps) {
  const most = Math.max(1, ...hours.map((hour) => total(hour)))
  const small = size === 'small'
  if (small) {
    const sums = new Map<string, number>()
    for (const hour of hours)
      for (const part of hour.parts) sums.set(part.name, (sums.get(part.name) ?? 0) + part.count)
    const said = [...sums].map(([name, count]) => `${formatNumber(count)} ${name}`).join(', ')
    return (
      <span role="img" aria-label={`${label}: ${said || parts.nothing}`} className="flex h-5 w-28 items-end gap-px">
        {hours.map((hour) => (
          <Bar key={hour.key} hour={hour} most={most} />
        ))}
      </span>
    )
  }
  return (
    // Bars to click are at least 24 px wide: a narrow panel scrolls them, beginning at the latest.
    <ul
      ref={(list) => list?.scrollTo({ left: list.scrollWidth })}
      aria-label={label}
      className={cx('relative flex min-w-0 items-end', onChoose ? 'h-20 overflow-x-auto p-1' : 'h-16 gap-0.5')}
    >
      {hours.map((hour) => {
        const said = parts.hour(hour.label, sentence(hour))
        return (
          <li
            key={hour.key}
            className={cx('flex h-full flex-1 items-end', onChoose ? 'min-w-6' : 'min-w-0')}
            title={said}
          >
            {onChoose ? (
              <button
                type="button"
                aria-label={said}
                aria-pressed={hour.key === chosen}
                onClick={() => onChoose(hour.key)}
                className="flex size-full min-w-0 items-end rounded-[3px] border-transparent px-px border-b-2 hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-tint"
              >
                <Bar hour={hour} most={most} />
              </button>
            ) : (
              <>
                <Bar hour={hour} most={most} />
                <span className="sr-only">{said}</span>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Bar({ hour, most }: { hour: HourBarItem; most: number }) {
  const sum = total(hour)
  return (
    <span
      aria-hidden
      className="flex w-full min-w-0 flex-1 flex-col-reverse overflow-hidden rounded-t-[2px]"
      style={{ height: `${(sum / most) * 100}%`, minHeight: sum > 0 ? 3 : 1 }}
    >
      {sum === 0 && <span className="h-px w-full bg-control" />}
      {hour.parts.map(
        (part) =>
          part.count > 0 && (
            // One failure among thousands must still be seen.
            <span
              key={part.name}
              className={cx('min-h-0.5 w-full', FILLS[part.tone])}
              style={{ flexGrow: part.count }}
            />
          ),
      )}
    </span>
  )
}

function total(hour: HourBarItem): number {
  return hour.parts.reduce((sum, part) => sum + part.count, 0)
}

function sentence(hour: HourBarItem): string {
  const said = hour.parts.filter((part) => part.count > 0).map((part) => `${formatNumber(part.count)} ${part.name}`)
  return said.join(', ') || parts.nothing
}
