import { ProviderError } from './provider-error.ts'

/** More pages than any list has that comes to an end: one that goes on after them goes in circles. */
const mostPages = 500

/**
 * All that the pages of a list hold. `ask` gives a page and what the next one is asked for by, nothing or '' after the last;
 * it gets null for the first page. A page that is empty and names a next one is not the last. Throws `ProviderError` for a
 * list without an end.
 */
export async function allPages<T, N extends string | number = string>(
  path: string,
  ask: (next: N | null) => Promise<{ items: readonly T[]; next?: N | '' | null | undefined }>,
): Promise<T[]> {
  const all: T[] = []
  let next: N | null = null
  for (let pages = 0; pages < mostPages; pages++) {
    const page: Awaited<ReturnType<typeof ask>> = await ask(next)
    all.push(...page.items)
    if (page.next === null || page.next === undefined || page.next === '') return all
    next = page.next
  }
  throw new ProviderError('unavailable', `${path} did not end after ${mostPages} pages`)
}
