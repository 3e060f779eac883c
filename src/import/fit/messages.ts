import FitParser from 'fit-file-parser'
import { TellusError } from '../../lib/errors.ts'
import type { FitFrame } from './frames.ts'

/**
 * One decoded message. What stands in a file is whatever a device or an app wrote, so fields are read through
 * `numberIn` and its siblings, which give null for anything unexpected.
 */
export type FitMessage = Readonly<Record<string, unknown>>

/** The messages of one FIT file by message name, each list in file order. */
export interface FitMessages {
  of(name: string): FitMessage[]
}

/** Decodes a frame. Throws `TellusError` (`unprocessable`) when the decoder cannot follow it. */
export function decodeFrame(frame: FitFrame, filename: string): FitMessages {
  const parser = new FitParser({
    mode: 'list',
    speedUnit: 'm/s',
    lengthUnit: 'm',
    temperatureUnit: 'celsius',
    force: true,
  })
  let lists: Readonly<Record<string, unknown>> = {}
  try {
    // Calls back before it returns.
    parser.parse(frame.bytes, (error, data) => {
      if (error !== undefined) throw new Error(error)
      lists = { ...data?.messages }
    })
  } catch (cause) {
    throw new TellusError('unprocessable', `${filename} is a damaged FIT file that cannot be read.`, { cause })
  }
  const checked = new Map<string, FitMessage[]>()
  return {
    of(name) {
      let messages = checked.get(name)
      if (messages === undefined) {
        const list = lists[name]
        messages = Array.isArray(list) ? list.filter(isMessage) : []
        checked.set(name, messages)
      }
      return messages
    },
  }
}

const isMessage = (value: unknown): value is FitMessage => typeof value === 'object' && value !== null

/** The field as a finite number; null when it is absent or something else. */
export function numberIn(message: FitMessage | undefined, field: string): number | null {
  const value = message?.[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The first of several fields that holds a number: newer devices write the `enhanced_` one, older the plain. */
export function firstNumberIn(message: FitMessage | undefined, ...fields: string[]): number | null {
  for (const field of fields) {
    const value = numberIn(message, field)
    if (value !== null) return value
  }
  return null
}

/** The field as text without control characters; null when it is absent or empty. */
export function textIn(message: FitMessage | undefined, field: string): string | null {
  const value = message?.[field]
  if (typeof value !== 'string') return null
  return value.replace(/[\u0000-\u001f\u007f\ufffd]/g, '').trim() || null
}

/** Name of an enumeration value, or its number as text where the profile has no name for it. */
export function nameIn(message: FitMessage | undefined, field: string): string | null {
  const value = message?.[field]
  return typeof value === 'number' ? String(value) : textIn(message, field)
}

/** An array field; a lone value counts as a list of one, invalid elements are null. */
export function numbersIn(message: FitMessage | undefined, field: string): (number | null)[] {
  const value = message?.[field]
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return list.map((element) => (typeof element === 'number' && Number.isFinite(element) ? element : null))
}

/** FIT counts seconds from 1989-12-31; below 0x10000000 they count from power-on and name no date. */
export const firstDatedMs = 631_065_600_000 + 0x10000000 * 1000

/** A date_time field in epoch milliseconds; null when it is absent or counts from power-on. */
export function timeIn(message: FitMessage | undefined, field = 'timestamp'): number | null {
  const value = message?.[field]
  if (!(value instanceof Date)) return null
  const epochMs = value.getTime()
  return epochMs >= firstDatedMs ? epochMs : null
}

/** `message_index` is a number or, decoded as a mask, an object holding it. */
export function indexIn(message: FitMessage | undefined, field = 'message_index'): number | null {
  const value = message?.[field]
  return isMessage(value) ? numberIn(value, 'value') : numberIn(message, field)
}
