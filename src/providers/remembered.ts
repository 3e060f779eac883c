import { createHash } from 'node:crypto'
import type { Access } from './provider.ts'

/** Some hundred hours of activities with a sample a second. */
const mostCharacters = 32 * 1024 * 1024

/** JSON texts of details, the ones used last at the end. */
const book = new Map<string, string>()
let characters = 0

/**
 * What a provider says of something, asked for once in the life of an access token (some hours) as long as a list says the
 * same of it: where it costs calls or megabytes each time. A window that breaks off at the limit goes on where it stopped.
 * What is gone (null) is not remembered.
 */
export async function remembered<T>(access: Access, summary: unknown, ask: () => Promise<T | null>): Promise<unknown> {
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
