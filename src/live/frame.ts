import { jsonMember } from '../lib/json-member.ts'
import { opcodes } from '../schema/terra/live.ts'
import type { DispatchRow } from './store.ts'

/** A frame as a client sent it. */
export interface Frame {
  op: number
  /** The whole of it, to be fitted to the schema of its opcode. */
  whole: unknown
  /** Its text, of which what is passed on is cut out as it was written. */
  text: string
}

/** What a text frame says; null for one that is no JSON object with a whole number as its `op`. */
export function readFrame(text: string): Frame | null {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof whole !== 'object' || whole === null || !('op' in whole)) return null
  const { op } = whole
  return typeof op === 'number' && Number.isInteger(op) ? { op, whole, text } : null
}

/** The `d` of a frame that has one, as its sender wrote it: numbers stay what they were. */
export const payloadText = (frame: Frame): string => jsonMember(frame.text, 'd') ?? '{}'

/** The text of a DISPATCH. */
export const dispatchText = ({ seq, user_id, type, body }: DispatchRow): string =>
  `{"op":${opcodes.dispatch},"d":${body},"t":${JSON.stringify(type)},"uid":"${user_id}","seq":${seq}}`
