import { Html, html, page } from '../lib/html.ts'
import type { ConnectLanguage } from './language.ts'
import type { Look } from './look.ts'
import { fill, type Strings, strings } from './strings.ts'
import { scriptPath, stylesheetPath } from './style.ts'

/** A source as the pages show it. */
export interface Tile {
  name: string
  label: string
  /** An inline SVG of our own. */
  logo: string
  isPhone: boolean
  isPretend: boolean
}

/** What every page is made with. */
export interface Setting {
  look: Look
  language: ConnectLanguage
}

/** The texts of a setting's language, the app's name filled in. */
export const textsOf = ({ look, language }: Setting) => {
  const texts: Strings = strings[language]
  return (key: keyof Strings, names: Readonly<Record<string, string>> = {}): string =>
    fill(texts[key], { app: look.app, ...names })
}

/** A page: the app's mark above, its privacy policy below. */
export function layout(
  setting: Setting,
  title: string,
  content: Html,
  options: { hasSearch?: boolean; head?: Html } = {},
): string {
  const { look, language } = setting
  const t = textsOf(setting)
  const style = look.accent === null ? stylesheetPath : `${stylesheetPath}?accent=${look.accent.slice(1)}`
  return page(html`<html lang="${language}"${theme(look)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${look.app}</title>
<link rel="stylesheet" href="${style}">
${options.hasSearch && html`<script src="${scriptPath}" defer></script>\n`}${options.head}</head>
<body>
<main>
<header>${look.logo !== null && html`<img src="${look.logo}" alt="">`}<span>${look.app}</span></header>
${content}
${look.privacyUrl !== null && html`<footer><a href="${look.privacyUrl}" rel="noreferrer">${t('privacy')}</a></footer>`}
</main>
</body>
</html>`)
}

const theme = ({ theme: name }: Look): Html | null => (name === 'auto' ? null : html` data-theme="${name}"`)

export const logoOf = (tile: Pick<Tile, 'logo'>): Html => Html.trusted(tile.logo)
