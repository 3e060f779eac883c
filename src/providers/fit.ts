import { z } from 'zod'
import { type FitSession, readFitSessions } from '../import/fit/read.ts'
import { TellusError } from '../lib/errors.ts'

export type { FitSession } from '../import/fit/read.ts'

/** A FIT file within an answer that is kept: its bytes in base64. */
export const fitText = z.string()

/** The FIT file that an answer holds, as it is kept within another; null where it holds something else. */
export async function fitTextOf(answer: Response): Promise<string | null> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  return bytes.toString('latin1', 8, 12) === '.FIT' ? bytes.toString('base64') : null
}

/**
 * The sessions that a kept FIT file recorded, in order of their start; none where it cannot be read or records none. Each
 * becomes an activity, with its laps and samples, once it is known where the person's clock stood.
 */
export function sessionsOfFit(text: string): FitSession[] {
  try {
    return readFitSessions('The file of the workout', Buffer.from(text, 'base64')).sort((a, b) => a.startMs - b.startMs)
  } catch (error) {
    if (error instanceof TellusError) return []
    throw error
  }
}
