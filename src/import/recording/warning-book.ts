/** Collects the sentences of many files, so that a zip of a thousand does not say the same a thousand times. */
export interface WarningBook {
  /** Notes a sentence about the file it names. */
  add(sentence: string, filename: string): void
  /** Each kind of problem once: the first sentence, and which other files have it too. */
  sentences(): string[]
}

/** Names that are listed before the rest is only counted. */
const listed = 5

export function openWarningBook(): WarningBook {
  const kinds = new Map<string, { sentence: string; others: string[] }>()
  return {
    add(sentence, filename) {
      const kind = sentence.replaceAll(filename, '').replaceAll(/\d+/g, '#')
      const known = kinds.get(kind)
      if (known === undefined) kinds.set(kind, { sentence, others: [] })
      else known.others.push(filename)
    },
    sentences() {
      return [...kinds.values()].map(({ sentence, others }) => {
        if (others.length === 0) return sentence
        const rest = others.length > listed ? ` and ${others.length - listed} more` : ''
        return `${sentence} The same holds for ${others.slice(0, listed).join(', ')}${rest}.`
      })
    },
  }
}
