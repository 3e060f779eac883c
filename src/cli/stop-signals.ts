import { watchLaunchers } from './launchers.ts'
import { note, type Shell } from './shell.ts'

/** Tells that this process was asked to stop, until it is disposed. */
export interface StopRequest extends Disposable {
  /** Resolves with who asked, such as `SIGTERM`. */
  asked: Promise<string>
  signal: AbortSignal
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
// One Ctrl-C reaches a process several times: from the terminal, from the process that started it, from npm.
const sameKeystrokeMs = 1000
const parentLookMs = 1000

/**
 * Listens for SIGTERM, SIGINT, SIGHUP, for the end of the process that started this one over a channel (even by
 * `kill -9`), and for the end of the npm that started it. A second Ctrl-C ends the process at once.
 */
export function listenForStop(shell: Pick<Shell, 'environment' | 'err'>): StopRequest {
  const stopping = new AbortController()
  const asked = Promise.withResolvers<string>()
  let askedAtMs: number | null = null
  const ask = (who: string) => {
    if (askedAtMs === null) {
      askedAtMs = performance.now()
      stopping.abort()
      asked.resolve(who)
    } else if (who === 'SIGINT' && performance.now() - askedAtMs > sameKeystrokeMs) {
      note(shell, 'tellus: ended at once, as asked a second time')
      process.exit(1)
    }
  }
  const onDisconnect = () => ask('the process that started it has ended')
  for (const signal of signals) process.on(signal, ask)
  if (process.channel !== undefined && process.channel !== null) {
    process.on('disconnect', onDisconnect)
    // To listen must not keep the process alive.
    process.channel.unref()
  }
  const look = shell.environment['npm_lifecycle_event'] === undefined ? null : lookAfterNpm(() => ask('npm has ended'))
  return {
    asked: asked.promise,
    signal: stopping.signal,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, ask)
      process.off('disconnect', onDisconnect)
      if (look !== null) clearInterval(look)
    },
  }
}

function lookAfterNpm(onEnd: () => void): NodeJS.Timeout {
  const hasEnded = watchLaunchers()
  return setInterval(() => {
    if (hasEnded()) onEnd()
  }, parentLookMs).unref()
}
