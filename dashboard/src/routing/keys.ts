/** What a key press means: a step of a combination such as `g h`, or nothing. */
export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** The name of a press in combinations: `j`, `?`, `Escape`, `mod+k` (⌘ on a Mac, Ctrl elsewhere). */
export function nameOf(press: Press, isMac: boolean): string {
  const mod = isMac ? press.metaKey : press.ctrlKey
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  if (mod) return `mod+${key}`
  return press.ctrlKey || press.metaKey || press.altKey ? '' : key
}

/** Whether a combination is a single printable key or made of such: what WCAG 2.1.4 wants to be able to switch off. */
export const isPlain = (keys: string): boolean => keys.split(' ').every((step) => step.length === 1)

/** How long the second key of `g h` may take, in ms. */
export const comboMs = 1_200

/**
 * Follows presses through combinations of one or two keys: give it each press and what is bound, it says which
 * combination is complete. A key that begins a combination and is none itself waits for the next.
 */
export function comboReader(): (name: string, atMs: number, bound: ReadonlySet<string>) => string | null {
  let first: { name: string; atMs: number } | null = null
  return (name, atMs, bound) => {
    const begun = first !== null && atMs - first.atMs <= comboMs ? `${first.name} ${name}` : null
    first = null
    if (begun !== null && bound.has(begun)) return begun
    if (bound.has(name)) return name
    if ([...bound].some((keys) => keys.startsWith(`${name} `))) first = { name, atMs }
    return null
  }
}
