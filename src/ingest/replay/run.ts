import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { findProvider } from '../../providers/registry.ts'
import { lockUser } from '../../users/store.ts'
import { lockedUserOf } from '../../users/user.ts'
import { reader, replayAnswer } from './answer.ts'
import { replayFile } from './file.ts'
import { outcomeSchema } from './outcome.ts'
import { askedOf, filterOf, type Place, placeOf } from './place.ts'
import type { FindProvider } from './remake.ts'
import {
  endReplay,
  type FileRow,
  lockReplay,
  noteStep,
  type ReplayRow,
  selectNextFile,
  selectNextRaws,
  startReplay,
} from './store.ts'
import { write } from './writes.ts'

export type ReplayHub = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

/** After so long a replay lets others have its place, and goes on when its turn comes again. */
const sliceMs = 5_000
/** Answers in one commit: few, for the user is locked meanwhile. */
const answersAtOnce = 5

/**
 * Works on a replay for a while; true when it has ended, however it did. It goes in steps, each in a transaction that also
 * notes where the step ended: interrupted at any point it goes on there, and nothing is told twice.
 */
export async function runReplay(
  hub: ReplayHub,
  replayId: string,
  signal: AbortSignal,
  find: FindProvider = findProvider,
): Promise<boolean> {
  const untilMs = performance.now() + sliceMs
  if ((await startReplay(hub.db, replayId)) === null) return true
  while (!signal.aborted && performance.now() < untilMs) {
    const step = await hub.db.transaction((sql) => stepOf(hub, sql, replayId, find))
    switch (step.kind) {
      case 'ended':
        return true
      case 'answers':
        if (step.isTold) hub.wake()
        break
      case 'file':
        // Where that broke off, the next step sees why: the replay was cancelled, or the user is gone.
        await replayFile(hub, step.replay, step.file, signal)
        break
    }
  }
  return false
}

type Step =
  | { kind: 'ended' }
  | { kind: 'answers'; isTold: boolean }
  | { kind: 'file'; replay: ReplayRow; file: FileRow }

/** One step of a replay, with its place noted; the row is locked, so that two that run the same one take turns. */
async function stepOf(hub: ReplayHub, sql: Sql, replayId: string, find: FindProvider): Promise<Step> {
  const replay = await lockReplay(sql, replayId)
  if (replay === null) return { kind: 'ended' }
  const place = placeOf(replay)
  return place.phase === 'answers'
    ? answersStep(hub, sql, replay, place.after, find)
    : fileStep(hub, sql, replay, place)
}

async function answersStep(
  hub: ReplayHub,
  sql: Sql,
  replay: ReplayRow,
  after: Extract<Place, { phase: 'answers' }>['after'],
  find: FindProvider,
): Promise<Step> {
  const asked = askedOf(replay)
  const filter = filterOf(replay.environment_id, asked)
  const rows = await selectNextRaws(sql, filter, after, answersAtOnce)
  const last = rows.at(-1)
  const outcome = outcomeSchema.parse(replay.result)
  if (last === undefined) {
    const files: Place = { phase: 'files', before: null, current: null, records: 0 }
    await noteStep(sql, replay.id, files, outcome, 0)
    return { kind: 'answers', isTold: false }
  }
  const row = await lockUser(sql, replay.environment_id, last.user_id)
  let isTold = false
  if (row !== null) {
    const user = lockedUserOf(row)
    const read = reader(sql, user, find)
    for (const { id } of rows) {
      const writes = await replayAnswer(hub, sql, user, id, { read, outcome, isDryRun: asked.isDryRun })
      if (asked.isDryRun) continue
      await write(hub, sql, user, writes, null)
      isTold ||= writes.stored.length > 0
    }
  }
  const next: Place = { phase: 'answers', after: { userId: last.user_id, rawId: last.id } }
  await noteStep(sql, replay.id, next, outcome, rows.length)
  return { kind: 'answers', isTold }
}

async function fileStep(
  hub: ReplayHub,
  sql: Sql,
  replay: ReplayRow,
  place: Extract<Place, { phase: 'files' }>,
): Promise<Step> {
  const filter = filterOf(replay.environment_id, askedOf(replay))
  const file = await selectNextFile(sql, filter, place.before)
  if (file === null) {
    await endReplay(sql, replay.id, 'completed')
    hub.log.info({ replayId: replay.id }, 'finished a replay')
    return { kind: 'ended' }
  }
  if (place.current !== file.id)
    await noteStep(sql, replay.id, { ...place, current: file.id, records: 0 }, outcomeSchema.parse(replay.result), 0)
  return { kind: 'file', replay, file }
}
