/** The languages of the pages. */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ja'] as const
export type ConnectLanguage = (typeof languages)[number]

/** The language a tag such as `pt-BR` means, if the pages have it. */
const languageOf = (tag: string): ConnectLanguage | null => {
  const [base = ''] = tag.trim().toLowerCase().split(/[-_]/)
  return languages.find((language) => language === base) ?? null
}

/**
 * The language to speak: the first wish the pages can fulfil (of the session, then of the environment), else what the
 * browser likes best, else English. `auto` wishes for nothing.
 */
export function chooseLanguage(
  wishes: readonly (string | null | undefined)[],
  acceptLanguage: string | undefined,
): ConnectLanguage {
  for (const wish of wishes) {
    const language = wish ? languageOf(wish) : null
    if (language !== null) return language
  }
  const liked = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';')
      const q = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find((found) => found !== undefined)
      return { language: languageOf(tag), weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ language, weight }) => language !== null && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return liked[0]?.language ?? 'en'
}
