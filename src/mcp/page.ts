import { z } from 'zod'

/** The most characters of JSON that one answer holds, some 20 000 tokens: a conversation has room for few of more. */
export const mostChars = 60_000

export const leftOutSchema = z
  .object({
    count: z.int().describe('how many items are not in this answer'),
    skip: z.int().describe('the "skip" to ask for them with'),
    sentence: z.string(),
  })
  .describe('there only when the answer is not complete')

export interface Page {
  items: Record<string, unknown>[]
  left_out?: z.output<typeof leftOutSchema>
}

/**
 * The items from `skip` on that fit in one answer, at least one of them, and how many are left out. `show` makes of each what is
 * answered; of those that are left out it is not asked.
 */
export async function pageOf<Item>(
  several: AsyncIterable<readonly Item[]>,
  skip: number,
  show: (item: Item) => Record<string, unknown>,
): Promise<Page> {
  const items: Record<string, unknown>[] = []
  let chars = 0
  let place = 0
  let isFull = false
  let leftOut = 0
  for await (const some of several)
    for (const item of some) {
      place++
      if (place <= skip) continue
      const shown = isFull ? null : show(item)
      chars += shown === null ? 0 : JSON.stringify(shown).length
      isFull ||= items.length > 0 && chars > mostChars
      if (isFull || shown === null) leftOut++
      else items.push(shown)
    }
  if (leftOut === 0) return { items }
  const next = skip + items.length
  return {
    items,
    left_out: {
      count: leftOut,
      skip: next,
      sentence: `${leftOut} more did not fit: ask the same again with skip ${next}, or for fewer days.`,
    },
  }
}
