import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../lib/log.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'

/** The embedded database for as long as the process lives. */
export interface Supervised {
  first: EmbeddedPostgres
  stop(): Promise<void>
}

const pauseMs = 500

/**
 * Starts the embedded database and starts it again whenever it ends without being asked to, so that a killed or crashed
 * server is an interruption of a second and not the end. Connection pools reconnect by themselves: the socket stays.
 */
export async function supervise(dataDir: string, log: Log): Promise<Supervised> {
  const first = await startEmbedded(dataDir)
  let current = first
  let stopping = false
  const watch = async (): Promise<void> => {
    for (;;) {
      await current.ended
      if (stopping) return
      log.error('the embedded database ended unexpectedly; starting it again')
      for (;;) {
        await sleep(pauseMs)
        if (stopping) return
        try {
          current = await startEmbedded(dataDir)
          log.info('the embedded database runs again')
          // Asked to stop while it started: the one that was stopped then was the one before.
          if (stopping) await current.stop()
          break
        } catch (error) {
          log.error({ err: error }, 'the embedded database did not start; trying again')
        }
      }
    }
  }
  const watching = watch()
  return {
    first,
    async stop() {
      stopping = true
      await current.stop()
      await watching
    },
  }
}
