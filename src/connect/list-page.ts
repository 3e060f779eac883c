import { type Html, html } from '../lib/html.ts'
import { layout, logoOf, type Setting, type Tile, textsOf } from './layout.ts'

export interface Listed {
  tiles: readonly Tile[]
  /** Names of those that this browser connected before, the latest first. */
  recent: readonly string[]
  /** What was searched for. */
  query: string
  /** The address of a source's page. */
  urlOf(name: string): string
  searchUrl: string
  /** What the person has connected, where the session lets them disconnect. */
  connected: readonly { label: string; logo: string; url: string }[]
  /** The label of a source that was just disconnected. */
  disconnected: string | null
}

/** One alone needs no search. */
const fewestToSearch = 2

/** The sources to choose from. */
export function listPage(setting: Setting, what: Listed): string {
  const t = textsOf(setting)
  const query = what.query.trim()
  const found = what.tiles.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()))
  const recent = what.recent.flatMap((name) => found.find((tile) => tile.name === name) ?? [])
  const rest = found.filter((tile) => !recent.includes(tile))
  const hasSearch = what.tiles.length >= fewestToSearch || query !== ''
  const row = (tile: Tile): Html =>
    html`<li data-name="${tile.label}"><a class="row" href="${what.urlOf(tile.name)}">${logoOf(tile)}<b>${tile.label}</b>${tile.isPhone && html`<small>${t('on_phone')}</small>`}</a></li>\n`
  const group = (heading: string, tiles: readonly Tile[]): Html | null =>
    tiles.length === 0 ? null : html`<section><h2>${heading}</h2>\n<ul class="list">${tiles.map(row)}</ul></section>\n`
  return layout(
    setting,
    t('title'),
    html`<h1>${t('title')}</h1>
<p>${t('lead')}</p>
${what.disconnected !== null && html`<p role="status" class="ok">${t('disconnected', { source: what.disconnected })}</p>\n`}${connectedList(setting, what)}${
  hasSearch &&
  html`<form class="search" method="get" action="${what.searchUrl}" role="search"><label for="q">${t('search')}</label><input id="q" name="q" type="search" value="${query}" maxlength="60" autocomplete="off"><button class="button">${t('search_button')}</button></form>\n`
}<p id="none" role="status" data-text="${t('no_match')}">${nothing(setting, what, found.length, query)}</p>
${recent.length === 0 ? rest.length > 0 && html`<ul class="list">${rest.map(row)}</ul>` : [group(t('recent'), recent), group(t('all'), rest)]}`,
    { hasSearch },
  )
}

function nothing(setting: Setting, what: Listed, found: number, query: string): string | null {
  const t = textsOf(setting)
  if (what.tiles.length === 0) return t('none_ready')
  return found === 0 ? t('no_match', { query }) : null
}

function connectedList(setting: Setting, { connected }: Listed): Html | null {
  const t = textsOf(setting)
  if (connected.length === 0) return null
  return html`<h2>${t('yours')}</h2>
<ul class="list">${connected.map(
    ({ label, logo, url }) =>
      html`<li><div class="row">${logoOf({ logo })}<b>${label}</b><a class="button" href="${url}" aria-label="${t('disconnect')}: ${label}">${t('disconnect')}</a></div></li>\n`,
  )}</ul>
`
}
