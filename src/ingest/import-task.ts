import { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import { runImport } from './run-import.ts'
import { endImport } from './store.ts'

const payloadSchema = z.object({ importId: z.string(), zone: z.string().nullable() })

export const importAttempts = 8

/** The job of an import: `runImport`, tried again after what may pass; the last failure ends it with a sentence. */
export const importTask =
  (hub: Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>): Task =>
  async (payload, { signal, attempt }) => {
    const { importId, zone } = payloadSchema.parse(payload)
    try {
      await runImport(hub, importId, zone, signal)
    } catch (error) {
      if (attempt >= importAttempts)
        await endImport(hub.db, importId, {
          status: 'failed',
          error: `The import failed ${attempt} times, last with: ${messageOf(error)}`,
          warnings: [],
          bytesRead: 0,
        })
      throw error
    }
  }
