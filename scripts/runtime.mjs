// Runs on any Node >= 20: finds the Node >= 24 that Tellus runs on and hands over to it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
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

/**
 * Runs a module with arguments on a wanted Node: in this process when it is one, else in a child that gets our signals,
 * ends when we end (even by `kill -9`: its channel to us closes) and whose exit code becomes ours.
 */
export async function runOnWantedNode(modulePath, args, env = {}) {
  if (isWanted()) {
    process.argv.splice(1, Infinity, modulePath, ...args)
    Object.assign(process.env, env)
    await import(modulePath)
    return
  }
  const child = spawn(findNode(), [modulePath, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const code = await new Promise((resolve) => child.once('exit', (exit, signal) => resolve(exit ?? (signal ? 1 : 0))))
  process.exitCode = code
}
