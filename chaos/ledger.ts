/** Something the receiver got. */
export interface Receipt {
  /** On the monotonic clock of this process, like all times here. */
  at: number
  key: string
  /** Whether its trace id had come before. */
  isRepeat: boolean
}

/** What was promised and what came, by the key each event carries. */
export interface Ledger {
  /** An event for which a client was answered 202. */
  accept(key: string, at: number): void
  /** A request that the receiver got. */
  receive(traceId: string, body: string, at: number): void
  acceptedAt: ReadonlyMap<string, number>
  /** In order of arrival. */
  receipts: readonly Receipt[]
  /** Trace ids by key. */
  tracesOf: ReadonlyMap<string, ReadonlySet<string>>
  /** Requests whose body is not what was handed in. */
  altered(): number
  missing(): string[]
}

/** The exact body of the event with this key, the same for who sends and who checks. */
export const bodyOf = (key: string): string => `{"type":"chaos","key":"${key}","padding":"${key.repeat(20)}"}`

const keyIn = /^\{"type":"chaos","key":"([^"]+)"/

export function openLedger(): Ledger {
  const acceptedAt = new Map<string, number>()
  const receipts: Receipt[] = []
  const tracesOf = new Map<string, Set<string>>()
  let altered = 0
  return {
    acceptedAt,
    receipts,
    tracesOf,
    accept(key, at) {
      acceptedAt.set(key, at)
    },
    receive(traceId, body, at) {
      const key = keyIn.exec(body)?.[1]
      if (key === undefined || body !== bodyOf(key)) {
        altered++
        return
      }
      const traces = tracesOf.get(key) ?? new Set()
      tracesOf.set(key, traces)
      receipts.push({ at, key, isRepeat: traces.has(traceId) })
      traces.add(traceId)
    },
    altered: () => altered,
    missing: () => [...acceptedAt.keys()].filter((key) => !tracesOf.has(key)),
  }
}
