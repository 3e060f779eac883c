import { access, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { isImportKind, mapperOfFile } from '../../import/importer.ts'
import { importerFor } from '../../import/registry.ts'
import { messageOf, TellusError } from '../../lib/errors.ts'
import { publicId } from '../../lib/ids.ts'
import { lockUser } from '../../users/store.ts'
import { lockedUserOf, type User } from '../../users/user.ts'
import { knownOf } from '../change.ts'
import type { Incoming } from '../incoming.ts'
import { readFileInThread } from '../read-file.ts'
import { clockToleranceMs } from '../save.ts'
import { selectRecords } from '../store.ts'
import { decide } from './decide.ts'
import { noteChange, noteChecked, noteRefusal, type Outcome, outcomeSchema } from './outcome.ts'
import { askedOf, type FilesPlace, placeOf } from './place.ts'
import { type FileRow, lockReplay, noteStep, type ReplayRow } from './store.ts'
import { newWrites, type Writes, write } from './writes.ts'

type Needs = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

/** Ends the reading: the replay has ended, or somebody else is ahead of this one. */
class Overtaken extends Error {}

/**
 * Reads a kept file anew from where the replay is in it, a commit for every chunk. What cannot be read is noted as refused.
 * Gives false when it was interrupted, or the replay is over.
 */
export async function replayFile(hub: Needs, replay: ReplayRow, file: FileRow, signal: AbortSignal): Promise<boolean> {
  const path = join(hub.config.dataDir, file.raw_path)
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere || !isImportKind(file.kind)) return endFile(hub, replay.id, file, 'The file is no longer there.')
  const workDir = join(hub.config.dataDir, 'work', replay.id)
  await rm(workDir, { recursive: true, force: true }) // of a run that was killed
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const seen = new Set<string>()
  const input = { kind: file.kind, path, filename: file.filename, sizeBytes: file.bytes_total, workDir }
  const listener = {
    onProgress: () => undefined,
    onWarning: () => undefined,
    onDefect: (type: string, problems: string[]) => hub.defect(type, problems),
  }
  try {
    let position = 0
    for await (const chunk of readFileInThread({ ...input, fallbackZone: file.zone ?? 'UTC' }, listener, signal)) {
      await replayChunk(hub, replay.id, file, { chunk, position, seen })
      position += chunk.length
    }
  } catch (error) {
    if (error instanceof Overtaken || signal.aborted) return false
    if (error instanceof TellusError && error.status < 500) return endFile(hub, replay.id, file, messageOf(error))
    throw error
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
  return endFile(hub, replay.id, file, null)
}

/** Notes that a file is done, and why it could not be read where that is so. */
const endFile = (hub: Needs, replayId: string, file: FileRow, why: string | null): Promise<boolean> =>
  hub.db.transaction(async (sql) => {
    const replay = await lockReplay(sql, replayId)
    const place = replay === null ? null : placeOf(replay)
    if (replay === null || place?.phase !== 'files' || place.current !== file.id) return false
    const outcome = outcomeSchema.parse(replay.result)
    if (why !== null) noteRefusal(outcome, 'import', file.id, why)
    await noteStep(sql, replayId, { ...place, before: file.id, current: null, records: 0 }, outcome, 1)
    return true
  })

interface Chunk {
  chunk: readonly Incoming[]
  /** Records of the file before it. */
  position: number
  /** Keys of which the file has told already. */
  seen: Set<string>
}

async function replayChunk(hub: Needs, replayId: string, file: FileRow, { chunk, position, seen }: Chunk) {
  const isTold = await hub.db.transaction(async (sql) => {
    const replay = await lockReplay(sql, replayId)
    const place = replay === null ? null : placeOf(replay)
    if (replay === null || place?.phase !== 'files' || place.current !== file.id) throw new Overtaken()
    const end = position + chunk.length
    const asked = askedOf(replay)
    const isWanted = ({ type }: Incoming) => asked.type === undefined || type === asked.type
    const done = chunk.slice(0, Math.max(0, place.records - position)).filter(isWanted)
    for (const record of done) seen.add(keyOf(record))
    if (end <= place.records) return false
    if (position > place.records) throw new Overtaken()
    const records = chunk.slice(place.records - position).filter(isWanted)
    const outcome = outcomeSchema.parse(replay.result)
    const row = await lockUser(sql, replay.environment_id, file.user_id)
    if (row === null) throw new Overtaken()
    const user = lockedUserOf(row)
    let isTold = false
    // One after another where a key comes twice: the second meets what the first has made.
    for (const part of withoutRepeats(records)) {
      const writes = await decideOn(hub, sql, user, file, { records: part, seen, outcome, isDryRun: asked.isDryRun })
      if (!asked.isDryRun) await write(hub, sql, user, writes, file.id)
      isTold ||= !asked.isDryRun && writes.stored.length > 0
    }
    const next: FilesPlace = { ...place, records: end }
    await noteStep(sql, replayId, next, outcome, 0)
    return isTold
  })
  if (isTold) hub.wake()
}

const keyOf = ({ type, place }: Incoming): string => `${type} ${place.key}`

/** Records in parts of which each has a key once. */
function withoutRepeats(records: readonly Incoming[]): Incoming[][] {
  const parts: Map<string, Incoming>[] = []
  for (const record of records) {
    const key = keyOf(record)
    const part = parts.find((one) => !one.has(key))
    if (part === undefined) parts.push(new Map([[key, record]]))
    else part.set(key, record)
  }
  return parts.map((part) => [...part.values()])
}

async function decideOn(
  hub: Pick<Hub, 'clock'>,
  sql: Sql,
  user: User,
  file: FileRow,
  what: { records: readonly Incoming[]; seen: Set<string>; outcome: Outcome; isDryRun: boolean },
): Promise<Writes> {
  const { records, seen, outcome, isDryRun } = what
  const writes = newWrites()
  if (!isImportKind(file.kind)) return writes
  const source = { rawId: file.id, mapper: mapperOfFile(importerFor(file.kind)) }
  const latestMs = hub.clock.now() + clockToleranceMs
  const types = records.map(({ type }) => type)
  const keys = records.map(({ place }) => place.key)
  const stored = await selectRecords(sql, user.userId, types, keys)
  const known = new Map(stored.map((one) => [`${one.type} ${one.key}`, knownOf(one)]))
  for (const record of records) {
    const key = keyOf(record)
    const { type } = record
    const before = known.get(key)
    const isRepeat = seen.has(key)
    seen.add(key)
    const lastId = before?.provenance.rawIds.at(-1)
    // Made last of something else: decided with that. A dry run has stored nothing that a repeat could meet.
    if ((before !== undefined && lastId !== file.id) || (isRepeat && isDryRun)) continue
    if (!isRepeat) noteChecked(outcome, type)
    const isAll = before?.provenance.isWhole === true && before.provenance.rawIds.length === 1 && !isRepeat
    const observedAtMs = Math.min(record.observedAtMs ?? file.created_at.getTime(), latestMs)
    const decision = decide(type, before, [{ source, observedAtMs, record }], isAll ? 'replace' : 'add')
    if (decision.kind === 'same') {
      if (decision.provenance !== null) writes.noted.push({ type, key: record.place.key, ...decision.provenance })
      continue
    }
    writes.stored.push(decision.record)
    if (!isRepeat)
      noteChange(outcome, {
        type,
        userId: user.userId,
        rawId: publicId('import', file.id),
        day: decision.record.place.firstDay,
        before: decision.before,
        after: decision.after,
      })
  }
  return writes
}
