import { SingleBar } from 'cli-progress'
import { formatBytes, formatDuration, openRate } from './quantity.ts'
import type { Output } from './shell.ts'

/** Shows how far something has got. */
export interface Progress {
  update(done: number, total: number): void
  /** Takes the bar away; lines stay. */
  end(): void
}

const lineEveryMs = 3000

/**
 * A bar on a terminal; elsewhere a line every three seconds, none for what is done sooner. What is counted is bytes,
 * unless `textOf` says it otherwise.
 */
export function openProgress(
  out: Output,
  label: string,
  textOf: (done: number, total: number) => string = bytesText(),
): Progress {
  return out.isTTY ? barOn(out, label, textOf) : linesOn(out, label, textOf)
}

function bytesText(): (done: number, total: number) => string {
  const rate = openRate()
  return (done, total) => progressText(done, total, rate(done, performance.now()))
}

/** `120 MB of 5.20 GB, 85.3 MB/s, 1 min left`. */
export function progressText(done: number, total: number, bytesPerSecond: number | null): string {
  const parts = [`${formatBytes(done)} of ${formatBytes(total)}`]
  if (bytesPerSecond !== null && bytesPerSecond > 0) {
    parts.push(`${formatBytes(bytesPerSecond)}/s`)
    if (done < total) parts.push(`${formatDuration((total - done) / bytesPerSecond)} left`)
  }
  return parts.join(', ')
}

function barOn(out: Output, label: string, textOf: (done: number, total: number) => string): Progress {
  // An interrupt is ours to handle: the bar's own handler would end the process.
  const bar = new SingleBar({
    format: '{label} [{bar}] {percentage} %  {text}',
    stream: out,
    gracefulExit: false,
    clearOnComplete: true,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    barsize: 30,
  })
  let isShown = false
  return {
    update(done, total) {
      const payload = { label, text: textOf(done, total) }
      if (isShown) bar.update(Math.min(done, total), payload)
      else bar.start(Math.max(total, 1), done, payload)
      isShown = true
    },
    end() {
      if (isShown) bar.stop()
    },
  }
}

function linesOn(out: Output, label: string, textOf: (done: number, total: number) => string): Progress {
  let saidAtMs = performance.now()
  return {
    update(done, total) {
      const text = textOf(done, total)
      if (performance.now() - saidAtMs < lineEveryMs) return
      saidAtMs = performance.now()
      out.write(`${label}: ${text}\n`)
    },
    end() {},
  }
}
