import type { PieceHead, Prepared } from './pieces.ts'
import type { PhoneItem } from './wire/batch.ts'

/** More than a sample of every second of a day: of a type and day no more is kept. */
export const mostOfDay = 100_000

export interface Sifted {
  /** Not known yet. */
  fresh: Prepared[]
  /** Known under their id with other contents, by that id's hash: which is newer is seen where the stored one is read. */
  disputed: Map<string, Prepared>
  /** Known as they are, told twice, or deleted on the phone. */
  duplicates: Prepared[]
  /** Too many for their day. */
  surplus: Prepared[]
  /** The pieces in which the disputed ones are. */
  pieces: PieceHead[]
}

const placeOf = ({ day, type }: Pick<PhoneItem, 'day' | 'type'>): string => `${day} ${type}`

/** Of two versions under one id the one that was changed later counts, of equals the one that came last. */
export const isNewer = (later: Pick<PhoneItem, 'changedAtMs'>, earlier: Pick<PhoneItem, 'changedAtMs'>): boolean =>
  later.changedAtMs >= earlier.changedAtMs

/** Compares what came with what is known of the pieces that may hold it. `deleted` are hashes of ids. */
export function sift(came: readonly Prepared[], heads: readonly PieceHead[], deleted: ReadonlySet<string>): Sifted {
  const sifted: Sifted = { fresh: [], disputed: new Map(), duplicates: [], surplus: [], pieces: [] }
  const byId = new Map<string, Prepared>()
  for (const one of came) {
    const other = byId.get(one.idHash)
    if (deleted.has(one.idHash)) sifted.duplicates.push(one)
    else if (other === undefined) byId.set(one.idHash, one)
    else if (isNewer(one.item, other.item)) {
      sifted.duplicates.push(other)
      byId.set(one.idHash, one)
    } else sifted.duplicates.push(one)
  }
  const counts = new Map<string, number>()
  for (const head of heads) {
    const place = placeOf(head)
    counts.set(place, (counts.get(place) ?? 0) + head.ids.length)
    let isDisputed = false
    for (const [index, id] of head.ids.entries()) {
      const one = byId.get(id)
      if (one === undefined) continue
      if (head.sums[index] === one.sum && placeOf(one.item) === place) {
        sifted.duplicates.push(one)
        byId.delete(id)
      } else {
        sifted.disputed.set(id, one)
        isDisputed = true
      }
    }
    if (isDisputed) sifted.pieces.push(head)
  }
  for (const [id, one] of byId) {
    if (sifted.disputed.has(id)) continue
    const place = placeOf(one.item)
    const count = counts.get(place) ?? 0
    counts.set(place, count + 1)
    sifted[count < mostOfDay ? 'fresh' : 'surplus'].push(one)
  }
  return sifted
}
