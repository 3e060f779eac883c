import type { Database } from '../db/sql.ts'
import { newId } from '../lib/ids.ts'
import { insertMessages, type MessageRow } from './store.ts'

type NewMessage = Omit<MessageRow, 'id'>

interface Waiting {
  row: NewMessage
  kept(id: string): void
  failed(error: unknown): void
}

const maxRows = 200
const maxBytes = 16 * 1024 * 1024

const writers = new WeakMap<Database, (row: NewMessage) => Promise<string>>()

/** Stores a message and gives its id once it is committed. */
export function keepMessage(db: Database, row: NewMessage): Promise<string> {
  const writer = writers.get(db) ?? openWriter(db)
  writers.set(db, writer)
  return writer(row)
}

/**
 * One statement is under way at a time, and what arrives meanwhile goes into the next: one commit keeps many messages.
 * Ids are given as a statement is sent, so they become readable in their order.
 */
function openWriter(db: Database): (row: NewMessage) => Promise<string> {
  const waiting: Waiting[] = []
  let isWriting = false
  const write = async () => {
    isWriting = true
    for (let batch = takeBatch(waiting); batch.length > 0; batch = takeBatch(waiting)) {
      const rows = batch.map(({ row }) => ({ ...row, id: newId() }))
      try {
        await insertMessages(db, rows)
        for (const [i, { id }] of rows.entries()) batch[i]?.kept(id)
      } catch (error) {
        for (const one of batch) one.failed(error)
      }
    }
    isWriting = false
  }
  return (row) =>
    new Promise((kept, failed) => {
      waiting.push({ row, kept, failed })
      if (!isWriting) void write()
    })
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0
  let count = 0
  for (const { row } of waiting) {
    bytes += row.body_z?.length ?? row.bytes
    if (count === maxRows || (count > 0 && bytes > maxBytes)) break
    count++
  }
  return waiting.splice(0, count)
}
