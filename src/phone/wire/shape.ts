import { z } from 'zod'

// What the lists of a batch hold is read item by item: one that is wrong is refused with a sentence and leaves the others
// alone. A reader gives what it understood, or that sentence.

const longestWord = 300
const isKeepable = (text: string): boolean => !text.includes('\u0000')

/** Texts that name something: short, and without the characters that no database keeps. */
export const word = z.string().min(1).max(longestWord).refine(isKeepable, 'holds a character that no text has')

/** Whether something is such a text. */
export const isWord = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestWord && isKeepable(value)

export const object = z.record(z.string(), z.unknown())
export type JsonObject = z.infer<typeof object>

/** Whether something is an object of JSON, neither list nor null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first thing that is wrong with a value, as a sentence. Names the field, never what it holds. */
export function wrongIn(error: z.ZodError): string {
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  const what = issue === undefined ? 'is not as documented' : issue.message.replace(/^Invalid input: /, '')
  return path === '' ? `It is not as documented: ${what}.` : `Its "${path}" is not as documented: ${what}.`
}

/** A name that may be missing, empty or far too long: it is no reason to refuse an item. `nameOf` says what it is. */
export const name = z.string().nullish()

/**
 * What a name says, without the characters that no database keeps; null where that is nothing. Apart from the shape, since
 * an item has a dozen names, most of which nobody asks for, and what changes a value made the shape seven times as slow.
 */
export const nameOf = (said: string | null | undefined): string | null =>
  said?.replaceAll('\u0000', '').trim().slice(0, 300) || null

/** The app that wrote an item, and the device that measured it, in names. */
export const origin = z.object({
  source: z.object({ name, bundle: name, version: name, product: name }).nullish(),
  device: z.object({ name, manufacturer: name, model: name, hw: name, sw: name, kind: name }).nullish(),
})
