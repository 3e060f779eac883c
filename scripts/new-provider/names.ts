/** How a provider is called in each place. */
export interface Names {
  /** Folder and file: `acme-band`. */
  kebab: string
  /** In code: `acmeBand`. */
  camel: string
  /** On the wire and in settings: `ACME_BAND`. */
  slug: string
  /** To people: `Acme Band`. */
  label: string
}

const part = /^[a-z][a-z0-9]*$/

/** The names made of one that somebody gave in whatever way (`Acme Band`, `acme-band`, `ACME_BAND`); null when none can be. */
export function namesOf(given: string): Names | null {
  const words = given
    .trim()
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
  const lower = words.map((word) => word.toLowerCase())
  if (lower.length === 0 || !lower.every((word, at) => (at === 0 ? part : /^[a-z0-9]+$/).test(word))) return null
  const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
  const [first = '', ...rest] = lower
  const isShouted = words.every((word) => word === word.toUpperCase()) && /[_-]/.test(given)
  return {
    kebab: lower.join('-'),
    camel: [first, ...rest.map(capital)].join(''),
    slug: lower.join('_').toUpperCase(),
    // As it was written, where that shows how its maker writes it: `WHOOP`, `Acme Band`.
    label:
      isShouted || words.every((word) => word === word.toLowerCase()) ? lower.map(capital).join(' ') : words.join(' '),
  }
}

/** A text of the template under other names. */
export const renamed = (text: string, { kebab, camel, slug, label }: Names): string =>
  text
    .replaceAll('acme-band', kebab)
    .replaceAll('acmeBand', camel)
    .replaceAll('ACME_BAND', slug)
    .replaceAll('Acme Band', label)
