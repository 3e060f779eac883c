import { open } from 'node:fs/promises'
import { basename } from 'node:path/posix'
import { TellusError } from '../../../lib/errors.ts'
import { packingOf, headOf as startOf } from '../../container.ts'
import type { ImportContext, ImportFile } from '../../importer.ts'
import { rootAt } from './prolog.ts'
import { scanMembers } from './salvage.ts'
import { bytesOf, headOf, listMembers, type Member, type MemberReading, membersWith, wholeMember } from './zip.ts'

/** An opened export, zipped or bare. Holds no file open between readings. */
export interface ExportSource {
  /** The bytes of the main XML file, DTD and all; small chunks, each to be used before the next is asked for. */
  xml(): AsyncGenerator<Buffer, void, undefined>
  reading: MemberReading
  /** A zip without its directory: the upload or the export was cut off. */
  cutOff: boolean
  /** A route by the path that a workout names, or null: most exports lack some. */
  route(path: string): Promise<Buffer | null>
  /** Files that may be electrocardiograms. */
  tables: readonly Table[]
}

export interface Table {
  name: string
  head(): Promise<Buffer>
  whole(): Promise<Buffer | null>
}

const suffixes = ['.xml', '.gpx', '.csv']
/** What the parser takes best at once: larger strings leave the processor's cache. */
const chunkBytes = 64 * 1024
const blockBytes = 8 * chunkBytes
/** The DTD before the root element has some 15 kB; comments could be longer, but not by a thousand times. */
export const prologLimitBytes = 4 * 1024 * 1024
const routeLimitBytes = 64 * 1024 * 1024
const tableLimitBytes = 16 * 1024 * 1024
const tableHeadBytes = 8 * 1024
/** Routes, or files of another kind, that are looked at: one a day for over a hundred years. */
const maxMembersOfKind = 50_000

/**
 * Opens what a person brought from the Health app. Members of a zip are found by what they are, not by their place:
 * file and folder names are translated into the phone's language. Warns of members beyond `maxMembers` of a kind; tests
 * lower it. Throws `TellusError` (`unprocessable`) when there is no export in it.
 */
export async function openExport(
  file: ImportFile,
  context: Pick<ImportContext, 'signal' | 'warn'>,
  maxMembers = maxMembersOfKind,
): Promise<ExportSource> {
  if (file.sizeBytes === 0)
    throw new TellusError('unprocessable', `${file.filename} is empty: export it again from the Health app.`)
  return packingOf(await startOf(file.path, 4)) === 'zip' ? openZipped(file, context, maxMembers) : openBare(file)
}

function openBare(file: ImportFile): ExportSource {
  const reading = { position: 0, damaged: false }
  return {
    reading,
    cutOff: false,
    xml: () => fileBytes(file.path, reading),
    route: async () => null,
    tables: [],
  }
}

async function* fileBytes(path: string, reading: MemberReading): AsyncGenerator<Buffer, void, undefined> {
  await using handle = await open(path)
  // Two buffers for all of the file: one is filled while the other is used up.
  let [filling, using] = [Buffer.allocUnsafeSlow(blockBytes), Buffer.allocUnsafeSlow(blockBytes)]
  let position = 0
  let next = handle.read(filling, 0, blockBytes, position)
  try {
    for (;;) {
      const { bytesRead } = await next
      if (bytesRead === 0) return
      position += bytesRead
      ;[filling, using] = [using, filling]
      next = handle.read(filling, 0, blockBytes, position)
      for (let at = 0; at < bytesRead; at += chunkBytes) {
        const chunk = using.subarray(at, Math.min(at + chunkBytes, bytesRead))
        reading.position += chunk.length
        yield chunk
      }
    }
  } finally {
    // The reader may stop in the middle; the file must not be closed under a read.
    await next.catch(() => undefined)
  }
}

async function openZipped(
  file: ImportFile,
  { signal, warn }: Pick<ImportContext, 'signal' | 'warn'>,
  maxMembers: number,
): Promise<ExportSource> {
  const inDirectory = membersWith(suffixes, maxMembers)
  const listed = await listMembers(file.path, inDirectory)
  const found = listed === null ? membersWith(suffixes, maxMembers) : inDirectory
  const members = listed ?? (await scanMembers(file.path, found, signal))
  if (found.left > 0) {
    warn(
      `${file.filename} holds more than ${maxMembers} files of a kind: ${found.left} routes or other parts were left out.`,
    )
  }
  const main = await mainMember(file, members)
  const reading = { position: 0, damaged: false }
  const routes = new Map(
    members.filter(({ name }) => /\.gpx$/i.test(name)).map((member) => [basename(member.name), member]),
  )
  return {
    reading,
    cutOff: listed === null,
    xml: () => bytesOf(file.path, main, reading),
    async route(path) {
      const member = routes.get(basename(path))
      return member === undefined || member.encrypted ? null : wholeMember(file.path, member, routeLimitBytes)
    },
    tables: members
      .filter(({ name, encrypted }) => /\.csv$/i.test(name) && !encrypted)
      .map((member) => ({
        name: basename(member.name),
        head: () => headOf(file.path, member, tableHeadBytes),
        whole: () => wholeMember(file.path, member, tableLimitBytes),
      })),
  }
}

/** The member whose root element is HealthData; the larger one first, since the clinical copy may be as large. */
async function mainMember(file: ImportFile, members: readonly Member[]): Promise<Member> {
  const candidates = members.filter(({ name }) => /\.xml$/i.test(name))
  candidates.sort(
    (a, b) =>
      Number(/_cda\.xml$/i.test(a.name)) - Number(/_cda\.xml$/i.test(b.name)) ||
      (b.unpackedBytes ?? 0) - (a.unpackedBytes ?? 0),
  )
  for (const member of candidates) {
    if (!member.encrypted && (await isHealthData(file.path, member))) return member
  }
  if (candidates.some(({ encrypted }) => encrypted)) {
    throw new TellusError('unprocessable', `${file.filename} is protected by a password: bring the zip without one.`)
  }
  throw new TellusError(
    'unprocessable',
    `${file.filename} holds no Apple Health export: bring the export.zip that the Health app makes (profile, Export All Health Data).`,
  )
}

async function isHealthData(path: string, member: Member): Promise<boolean> {
  for (const wanted of [chunkBytes, prologLimitBytes]) {
    if (rootAt(await headOf(path, member, wanted)) >= 0) return true
  }
  return false
}
