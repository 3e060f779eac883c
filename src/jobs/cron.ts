import { type ParsedCronItem, parseCrontab } from 'graphile-worker'

const eachMinute = /^\* \* \* \* \* /

/**
 * Lines of a crontab (`15 3 * * * task`), judged in UTC, for the job library. It goes through every minute that a machine
 * slept, one by one: what comes each minute is done in the one that is now, and what comes rarely once for all that were
 * missed.
 */
export function cronItems(lines: readonly string[], now: () => number): ParsedCronItem[] {
  return lines.flatMap((line) => {
    const [task = ''] = line.split(' ').slice(-1)
    return parseCrontab(`${line} ?jobKey=cron_${task}`).map((item) =>
      eachMinute.test(line) ? { ...item, match: (digest) => isNow(digest, now()) } : item,
    )
  })
}

const isNow = ({ min, hour, date }: { min: number; hour: number; date: number }, nowMs: number): boolean => {
  const at = new Date(nowMs)
  return min === at.getUTCMinutes() && hour === at.getUTCHours() && date === at.getUTCDate()
}
