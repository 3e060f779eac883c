import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type RunningServer, readCredentials, runningServer } from '../../data-dir.ts'
import { messageOf } from '../../lib/errors.ts'
import { formatBytes } from '../quantity.ts'
import type { Finding } from './finding.ts'

const littleBytes = 1_000_000_000

/** What is to be said of the data directory, and the server that holds it. */
export async function checkDataDirectory(dataDir: string): Promise<Finding & { server: RunningServer | null }> {
  const server = runningServer(dataDir)
  const isThere = existsSync(dataDir)
  const finding: Finding = { facts: [{ name: 'path', value: dataDir }], problems: [] }
  const { facts, problems } = finding
  const nearest = isThere ? dataDir : nearestFolder(dataDir)
  facts.push({ name: 'state', value: isThere ? 'exists' : 'not there yet: the first start makes it' })
  if (isThere && !statSync(dataDir).isDirectory())
    problems.push({ problem: `${dataDir} is not a folder.`, remedy: 'Choose another with TELLUS_DATA_DIR.' })
  else if (!isWritable(nearest))
    problems.push({
      problem: `${nearest} cannot be written by this user.`,
      remedy: 'Give this user the folder, or choose another with TELLUS_DATA_DIR.',
    })
  const { bavail, bsize } = await statfs(nearest)
  const free = bavail * bsize
  facts.push({ name: 'free space', value: formatBytes(free) })
  if (free < littleBytes)
    problems.push({
      problem: `There are only ${formatBytes(free)} free in ${nearest}.`,
      remedy: 'Make room, or choose another TELLUS_DATA_DIR.',
    })
  facts.push({
    name: 'held by',
    value:
      server === null
        ? 'nobody: no server runs on it'
        : `pid ${server.pid}${server.url === undefined ? ', which is starting' : `, serving ${server.url}`}`,
  })
  checkCredentials(dataDir, finding)
  return { ...finding, server }
}

function checkCredentials(dataDir: string, { facts, problems }: Finding): void {
  const path = join(dataDir, 'credentials.json')
  if (!existsSync(path)) {
    facts.push({ name: 'credentials', value: 'none yet: the first start makes them' })
    return
  }
  const mode = statSync(path).mode & 0o777
  facts.push({ name: 'credentials', value: `${path} (mode ${mode.toString(8).padStart(4, '0')})` })
  if ((mode & 0o077) !== 0)
    problems.push({ problem: `${path} can be read by others (mode ${mode.toString(8)}).`, remedy: `chmod 600 ${path}` })
  try {
    readCredentials(dataDir)
  } catch (error) {
    problems.push({
      problem: `${path} cannot be read: ${messageOf(error)}`,
      remedy: `Delete it: the next start makes a new key.`,
    })
  }
}

function nearestFolder(path: string): string {
  const parent = dirname(path)
  return existsSync(parent) || parent === path ? parent : nearestFolder(parent)
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
