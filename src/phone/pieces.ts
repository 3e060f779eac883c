import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { newId } from '../lib/ids.ts'
import { type Packed, pack, unpack } from '../lib/packed.ts'
import type { PhoneItem, PhoneItemKind } from './wire/batch.ts'

/** What is known of a piece without reading what its items say. */
export interface PieceHead {
  id: string
  day: string
  type: string
  /** Of each item, in their order: what is kept of its id, and of what it says. */
  ids: readonly string[]
  sums: readonly number[]
}

/** Items of one type and day, as they are stored together. */
export interface Piece extends PieceHead, Packed {
  /** Of its text, before it is compressed. */
  bytes: number
}

/** An item with its text, ready to be stored. */
export interface Prepared {
  item: PhoneItem
  /** Decimal digits of a signed 64-bit number: the first bits of the SHA-256 of its id. */
  idHash: string
  /** CRC-32 of what it says; when it was made says nothing. */
  sum: number
  text: string
}

/** What is kept of an id to find it by. */
export const idHashOf = (id: string): string => hash('sha256', id, 'buffer').readBigInt64BE(0).toString()

type Row = [
  id: string,
  kind: PhoneItemKind,
  startMs: number,
  endMs: number,
  changedAtMs: number,
  /** As it was sent. */
  item: unknown,
]

/** Writes out an item; those of a batch once, before anything is locked. */
export function prepare(item: PhoneItem): Prepared {
  const { id, kind, startMs, endMs, changedAtMs } = item
  const told = JSON.stringify(item.item ?? null)
  const text = `[${JSON.stringify(id)},"${kind}",${startMs},${endMs},${changedAtMs},${told}]`
  return { item, idHash: idHashOf(id), sum: crc32(told), text }
}

/** Items as pieces, one for each type and day. */
export function piecesOf(prepared: readonly Prepared[]): Piece[] {
  const groups = new Map<string, Prepared[]>()
  for (const one of prepared) {
    const key = `${one.item.day} ${one.item.type}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()].flatMap((group) => pieceOf(group) ?? [])
}

/** Items of one type and day as a piece; null when there is none. */
export function pieceOf(prepared: readonly Prepared[], id = newId()): Piece | null {
  const [first] = prepared
  if (first === undefined) return null
  return {
    id,
    day: first.item.day,
    type: first.item.type,
    ids: prepared.map(({ idHash }) => idHash),
    sums: prepared.map(({ sum }) => sum),
    ...pack(`[${prepared.map(({ text }) => text).join(',')}]`),
  }
}

/** The items of a piece. */
export function itemsOf(piece: Pick<Piece, 'day' | 'type' | 'bytes' | 'body' | 'body_z'>): PhoneItem[] {
  const { day, type } = piece
  const rows: Row[] = JSON.parse(unpack(piece))
  return rows.map(([id, kind, startMs, endMs, changedAtMs, item]) => ({
    id,
    kind,
    type,
    day,
    startMs,
    endMs,
    changedAtMs,
    item,
  }))
}
