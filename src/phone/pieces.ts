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

/** An item without what it says. */
export type ItemHead = Omit<PhoneItem, 'item'>

/** An item ready to be stored. */
export interface Prepared {
  item: ItemHead
  /** Decimal digits of a signed 64-bit number: the first bits of the SHA-256 of its id. */
  idHash: string
  /** CRC-32 of what it said when it came; when it was made says nothing. */
  sum: number
  /** What it says, as JSON. */
  json: Buffer
}

/** What is kept of an id to find it by. */
export const idHashOf = (id: string): string =>
  // By way of digits: making a buffer of each takes twice as long.
  BigInt.asIntN(64, BigInt(`0x${hash('sha256', id, 'hex').slice(0, 16)}`)).toString()

type Row = [
  id: string,
  kind: PhoneItemKind,
  startMs: number,
  endMs: number,
  changedAtMs: number,
  /** As it was sent. */
  item: unknown,
]

/** Makes an item ready, once and before anything is locked. What it says is kept as it was `written`, where it is known. */
export function prepare(
  { id, kind, type, day, startMs, endMs, changedAtMs, item }: PhoneItem,
  written: Buffer | null = null,
): Prepared {
  const json = written ?? Buffer.from(JSON.stringify(item ?? null))
  return { item: { id, kind, type, day, startMs, endMs, changedAtMs }, idHash: idHashOf(id), sum: crc32(json), json }
}

/** Makes items ready that were stored, to be stored anew: they stay known by the sums that they came with. */
export const prepareAgain = (items: readonly PhoneItem[], sums: readonly number[]): Prepared[] =>
  items.map((item, index) => {
    const prepared = prepare(item)
    return { ...prepared, sum: sums[index] ?? prepared.sum }
  })

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
    ...pack(rowsOf(prepared)),
  }
}

/** A list of rows, put together of bytes: what phones wrote is not made a text again. */
function rowsOf(prepared: readonly Prepared[]): Buffer {
  const begun = prepared.map(
    ({ item: { id, kind, startMs, endMs, changedAtMs } }, index) =>
      `${index === 0 ? '[[' : '],['}${JSON.stringify(id)},"${kind}",${startMs},${endMs},${changedAtMs},`,
  )
  const bytes = begun.reduce((sum, text) => sum + Buffer.byteLength(text), ']]'.length)
  const rows = Buffer.allocUnsafe(prepared.reduce((sum, { json }) => sum + json.length, bytes))
  let at = 0
  for (const [index, { json }] of prepared.entries()) {
    at += rows.write(begun[index] ?? '', at)
    rows.set(json, at)
    at += json.length
  }
  rows.write(']]', at)
  return rows
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
