/** The same list with its first element read already; null where there is none. */
export async function begun<T>(
  list: AsyncGenerator<T, void, undefined>,
): Promise<AsyncGenerator<T, void, undefined> | null> {
  const first = await list.next()
  return first.done === true ? null : continued(first.value, list)
}

async function* continued<T>(first: T, rest: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  yield first
  yield* rest
}
