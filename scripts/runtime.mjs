// Runs on any Node >= 20: finds the Node >= 24 that Tellus runs on and hands over to it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

const wanted = 24
const isWanted = () => Number(process.versions.node.split('.')[0]) >= wanted

/** The path of a Node that can run Tellus: this one, or the one that came from npm. Throws a sentence when there is none. */
export function findNode() {
  if (isWanted()) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node')
    if (existsSync(path)) return path
  } catch {
    // not installed: said below
  }
  throw new Error(
    `Tellus needs Node >= ${wanted}; this is ${process.version} and the package ${name} is not installed: install with optional packages, or install Node ${wanted}.`,
  )
}

// V8 lets the space of new objects grow to 64 MB a thread and the old one to a multiple of what lives in it, and glibc keeps
// freed pages: together they would double what the server takes during an import. V8 also guesses which objects will live
// long and makes them there at once; of an XML parser's short-lived ones it guesses wrong in two starts of three, which
// doubled the time of the parsing. Stripped and compiled sources are kept from one start to the next, which takes a third
// off the time of a warm one.
const flags = ['--max-semi-space-size=8', '--heap-growing-percent=50', '--no-allocation-site-pretenuring']
const settings = () => ({
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), `tellus-compiled-${userInfo().username}`),
})

/**
 * Runs a module with arguments on a wanted Node with the flags it wants. Where the system can, this process becomes that
 * one and keeps its pid; else it runs in a child that gets our signals, ends when we end (even by `kill -9`: its channel
 * to us closes) and whose exit code becomes ours.
 */
export async function runOnWantedNode(modulePath, args) {
  const node = findNode()
  const environment = { ...process.env, ...settings() }
  if (isWanted() && process.execve !== undefined && process.platform !== 'win32') {
    process.removeAllListeners('warning') // that execve is new is no news to who runs Tellus
    process.execve(node, [node, ...flags, modulePath, ...args], environment)
  }
  const child = spawn(node, [...flags, modulePath, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.exitCode = await new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
  )
}
