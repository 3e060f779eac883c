const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `831 B`, `12.4 kB`, `5.20 GB`: three digits, decimal units. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return `${value.toFixed(digits)} ${units[unit] ?? 'TB'}`
}

/** `4 s`, `2 min 5 s`, `1 h 4 min`, `3 d 2 h`: the two largest parts. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** `1,234,567`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US')

/** `2026-07-01 07:04:11` in the zone of this machine; the text itself when it is no time. */
export function formatTime(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** How far something got at a time. */
interface Mark {
  done: number
  atMs: number
}

/** Gives a function that takes how much is done and gives the speed per second over the last seconds, null at first. */
export function openRate(windowMs = 5000): (done: number, nowMs: number) => number | null {
  const marks: Mark[] = []
  return (done, nowMs) => {
    marks.push({ done, atMs: nowMs })
    while (marks.length > 2 && (marks[1]?.atMs ?? nowMs) <= nowMs - windowMs) marks.shift()
    const [oldest] = marks
    if (oldest === undefined || nowMs - oldest.atMs < 100) return null
    return ((done - oldest.done) * 1000) / (nowMs - oldest.atMs)
  }
}
