import { createHash } from 'node:crypto'
import type { Access } from '../provider.ts'
import type { Summary } from './shapes.ts'

/** Some hundred hours of activities with a sample a second. */
const mostCharacters = 32 * 1024 * 1024

/** JSON texts of details, the ones used last at the end. */
const book = new Map<string, string>()
let characters = 0

/**
 * The details of an activity, asked for once in the life of an access token (six hours) as long as the list says the same of
 * it: an app has a hundred reads in a quarter of an hour, and each activity costs three. A window that breaks off at the
 * limit goes on where it stopped. What is gone (null) is not remembered.
 */
export async function remembered<T>(access: Access, summary: Summary, ask: () => Promise<T | null>): Promise<unknown> {
  const key = createHash('sha256')
    .update(JSON.stringify([access.accessToken, summary]))
    .digest('base64url')
  const known = book.get(key)
  if (known !== undefined) {
    book.delete(key)
    book.set(key, known)
    return JSON.parse(known)
  }
  const details = await ask()
  if (details === null) return null
  keep(key, JSON.stringify(details))
  return details
}

function keep(key: string, text: string): void {
  characters += text.length - (book.get(key)?.length ?? 0)
  book.set(key, text)
  for (const [oldest, { length }] of book) {
    if (characters <= mostCharacters) return
    book.delete(oldest)
    characters -= length
  }
}
