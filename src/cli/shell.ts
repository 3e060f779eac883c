/** Where a verb writes: a stream that may be a terminal. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

/** What a verb is given of the world. */
export interface Shell {
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  /** What was asked for: text for people, or JSON alone. */
  out: Output
  /** How it goes, and what went wrong. */
  err: Output
}

/** Writes a line of what was asked for. */
export const say = (shell: Pick<Shell, 'out'>, line = ''): void => {
  shell.out.write(`${line}\n`)
}

/** Writes a line beside what was asked for. */
export const note = (shell: Pick<Shell, 'err'>, line: string): void => {
  shell.err.write(`${line}\n`)
}

/** Writes a value as one JSON document; on a single line where several follow each other. */
export const sayJson = (shell: Pick<Shell, 'out'>, value: unknown, form: 'document' | 'line' = 'document'): void =>
  say(shell, form === 'line' ? JSON.stringify(value) : JSON.stringify(value, null, 2))
