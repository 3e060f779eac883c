import { readFileSync } from 'node:fs'

const npmTitle = /^(npm|npx|pnpm|yarn)( |$)/
const npmScript = /[/\\](npm-cli|npx-cli|pnpm|yarn)\.c?js$/
const farthest = 8

/**
 * Gives a function that says whether npm, or a shell or launcher between it and this process, has ended: npm runs a
 * script in a shell, which outlives it. Where the ancestors of a process cannot be seen (not on Linux), the parent
 * alone is watched.
 */
export function watchLaunchers(): () => boolean {
  const chain = chainToNpm() ?? [process.ppid]
  return () => process.ppid !== chain[0] || chain.slice(1).some((pid, at) => parentOf(chain[at]) !== pid)
}

/** The ancestors up to npm; null when it is not among them. */
function chainToNpm(): number[] | null {
  const chain: number[] = []
  for (let pid: number | null = process.ppid; pid !== null && pid > 1 && chain.length < farthest; pid = parentOf(pid)) {
    chain.push(pid)
    if (isNpm(pid)) return chain
  }
  return null
}

function isNpm(pid: number): boolean {
  const [title = '', ...rest] = (read(`/proc/${pid}/cmdline`) ?? '').split('\0')
  return npmTitle.test(title) || rest.some((word) => npmScript.test(word))
}

/** The parent of a process; null when it has ended or cannot be seen. */
function parentOf(pid: number | undefined): number | null {
  const stat = read(`/proc/${pid}/stat`)
  // After the command's name in brackets, which may hold blanks: the state, then the parent.
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // not Linux, or the process is gone
  }
}
