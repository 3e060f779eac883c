import { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { Task } from '../jobs/jobs.ts'
import { recordSchemas } from '../schema/records.ts'
import { findUser } from '../users/find.ts'
import { sendChunks } from './request.ts'

const isDataType = (text: string): text is keyof typeof recordSchemas => text in recordSchemas

const payloadSchema = z.object({
  environmentId: z.string(),
  userId: z.string(),
  type: z.string().refine(isDataType),
  range: z.object({
    startDay: z.string(),
    endDay: z.string(),
    startMs: z.number(),
    endMs: z.number(),
    exact: z.boolean(),
  }),
  withSamples: z.boolean(),
  reference: z.string(),
})

/** The job behind a REST read of more than a month: see `sendChunks`. A user deleted meanwhile gets nothing. */
export const largeRequestTask =
  (hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'log' | 'wake' | 'defect'>): Task =>
  async (payload) => {
    const request = payloadSchema.parse(payload)
    const user = await findUser(hub, request.environmentId, request.userId)
    if (user !== null) await sendChunks(hub, user, request)
  }
