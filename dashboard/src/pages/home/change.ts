import type { Figure, Stats } from '../../api/home.ts'
import { formatDuration, formatNumber, formatPercent } from '../../components/format.ts'
import { en } from '../../strings/en.ts'

const words = en.home.figures

export const figureNames = ['users_connected', 'events', 'delivered_share', 'median_delay_ms'] as const
export type FigureName = (typeof figureNames)[number] & keyof Stats

/** A value as its figure is read: a count, a share or a time. */
export function valueText(name: FigureName, value: number): string {
  if (name === 'delivered_share') return formatPercent(value)
  return name === 'median_delay_ms' ? formatDuration(value) : formatNumber(value)
}

/** What changed against the day before, in words; `isWorse` where fewer deliveries got through. */
export function changeOf(name: FigureName, { value, previous }: Figure): { text: string; isWorse: boolean } | null {
  if (value === null) return null
  if (previous === null) return { text: words.noneBefore, isWorse: false }
  const [text, isWorse] = differenceOf(name, value, previous)
  return { text: text ?? words.same, isWorse }
}

function differenceOf(name: FigureName, value: number, previous: number): [text: string | null, isWorse: boolean] {
  switch (name) {
    case 'delivered_share': {
      const tenths = Math.round((value - previous) * 1000)
      if (tenths === 0) return [null, false]
      const points = formatNumber(Math.abs(tenths) / 10, 1)
      return [tenths > 0 ? words.pointsUp(points) : words.pointsDown(points), tenths < 0]
    }
    case 'median_delay_ms': {
      const text = formatDuration(Math.abs(value - previous))
      if (Math.round(value - previous) === 0) return [null, false]
      return [value > previous ? words.slower(text) : words.faster(text), false]
    }
    case 'events': {
      if (value === previous) return [null, false]
      // A share of nothing says nothing.
      if (previous === 0) return [words.noneBefore, false]
      const share = formatPercent(Math.abs(value - previous) / previous)
      return [value > previous ? words.more(share) : words.fewer(share), false]
    }
    case 'users_connected': {
      const amount = formatNumber(Math.abs(value - previous))
      if (value === previous) return [null, false]
      return [value > previous ? words.more(amount) : words.fewer(amount), false]
    }
  }
}

/** What the small line says to who does not see it. */
export function courseOf(name: FigureName, { series }: Figure): string {
  const known = series.filter((value) => value !== null)
  const last = known.at(-1)
  const title = words.names[name]
  if (last === undefined) return words.noCourse(title)
  const text = (value: number) => valueText(name, value)
  return words.course(title, text(Math.min(...known)), text(Math.max(...known)), text(last))
}
