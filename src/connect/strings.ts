import type { ConnectLanguage } from './language.ts'
import { de } from './strings/de.ts'
import { en } from './strings/en.ts'
import { es } from './strings/es.ts'
import { fr } from './strings/fr.ts'
import { it } from './strings/it.ts'
import { ja } from './strings/ja.ts'
import { nl } from './strings/nl.ts'
import { pt } from './strings/pt.ts'

/** Every text of the pages. `{app}`, `{source}` and `{query}` are filled in. */
export type Strings = Readonly<Record<keyof typeof en, string>>

export const strings: Readonly<Record<ConnectLanguage, Strings>> = { en, de, fr, es, pt, it, nl, ja }

/** Puts names into a text. */
export const fill = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole)
