import { readdirSync, readFileSync } from 'node:fs'

/** What the kernel counts processor time in, of which there are a hundred in a second on every Linux. */
const tickMs = 10

/** The fields of a process that count here; null where it is gone, or the machine has no such file. */
function statOf(pid: string): { parent: number; ms: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs }
  } catch {
    return null
  }
}

/**
 * Processor time that a process has had, in milliseconds, `withChildren` also those that it started: on a busy machine that tells
 * more than a clock does. Not a number where the machine does not say.
 */
export function processorMs(pid: number | null, withChildren: boolean): number {
  if (pid === null || statOf(`${pid}`) === null) return Number.NaN
  const family = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return family.reduce((sum, name) => {
    const stat = statOf(name)
    const isMeant = Number(name) === pid || (withChildren && stat?.parent === pid)
    return isMeant ? sum + (stat?.ms ?? 0) : sum
  }, 0)
}
