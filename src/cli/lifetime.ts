import { note, type Shell, say } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

/**
 * Starts something, tells that it runs, and takes it down in order when the process is asked to stop. What does not
 * stop in time is ended, with a line that says what was still open.
 */
export async function runUntilStopped<A extends AsyncDisposable>(
  shell: Shell,
  start: () => Promise<A>,
  announce: (app: A) => void,
  patienceMs = 10_000,
): Promise<void> {
  using stop = listenForStop(shell)
  let stage = 'starting'
  void stop.asked.then((who) => {
    say(shell, `Stopping (${who})…`)
    setTimeout(() => {
      const what = stage === 'starting' ? 'the start was not through' : `still open: ${openResources()}`
      note(shell, `tellus: did not stop within ${patienceMs / 1000} s (${what}), so it was ended`)
      process.exit(1)
    }, patienceMs)
  })
  const app = await start()
  stage = 'running'
  if (!stop.signal.aborted) announce(app)
  await stop.asked
  await app[Symbol.asyncDispose]()
  say(shell, 'Stopped.')
}

/** `3 TCPSocketWrap, 1 Timeout`. */
function openResources(): string {
  const counts = Map.groupBy(process.getActiveResourcesInfo(), (name) => name)
  return [...counts].map(([name, all]) => `${all.length} ${name}`).join(', ') || 'nothing that is known'
}
