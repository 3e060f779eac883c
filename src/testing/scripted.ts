import type { Task } from '../jobs/jobs.ts'
import type { CloudProvider } from '../providers/provider.ts'
import type { DayRange, Resource } from '../providers/resource.ts'
import { jobsOf, sandboxProvider } from './connected.ts'
import type { TestHub } from './hub.ts'

/** What the pretend provider is in this process from now on, in part; sign-in and tokens stay real. Gives what undoes it. */
export function becomes(part: Partial<CloudProvider>): Disposable {
  const provider = sandboxProvider()
  const before = { ...provider }
  Object.assign(provider, part)
  return {
    [Symbol.dispose]() {
      for (const key of Object.keys(part)) if (!(key in before)) Reflect.deleteProperty(provider, key)
      Object.assign(provider, before)
    },
  }
}

/** A type whose records a test decides: what is there, of which an answer holds what touches the days asked for. */
export interface Scripted {
  resource: Resource
  asked: DayRange[]
  /** The records there are, by any name. */
  there: Map<string, object>
  /** Called before each answer. */
  before?: ((range: DayRange) => void | Promise<void>) | undefined
}

/** A resource of a type, of which nothing is there yet. */
export function scripted(
  options: { windowDays?: number; historyDays?: number | null; isWhole?: boolean } = {},
): Scripted {
  const there = new Map<string, object>()
  const asked: DayRange[] = []
  const made: Scripted = {
    asked,
    there,
    resource: {
      windowDays: options.windowDays ?? 7,
      historyDays: options.historyDays ?? null,
      isWhole: options.isWhole ?? false,
      async fetch(_, range) {
        asked.push(range)
        await made.before?.(range)
        return [...there.values()].filter((record) => {
          const { start, end } = daysOf(record)
          return start <= range.last && end >= range.first
        })
      },
      normalise: (raw) => (Array.isArray(raw) ? raw : []).map((record: object) => ({ record })),
    },
  }
  return made
}

function daysOf(record: { metadata?: { start_time?: string; end_time?: string } }): { start: string; end: string } {
  const start = record.metadata?.start_time?.slice(0, 10) ?? ''
  // The midnight at which a day ends is no day of it.
  return {
    start,
    end: record.metadata?.end_time?.includes('T00:00:00') ? start : (record.metadata?.end_time?.slice(0, 10) ?? start),
  }
}

/** Runs the waiting jobs of a name, each once and whenever they are due; gives how many there were. */
export async function runJobs(hub: TestHub, name: string, task: Task): Promise<number> {
  const jobs = await jobsOf(hub, name)
  await hub.db`
    delete from graphile_worker._private_jobs
    where task_id = (select id from graphile_worker._private_tasks where identifier = ${name})`
  for (const { payload } of jobs) await task(payload, { signal: new AbortController().signal, attempt: 1 })
  return jobs.length
}
