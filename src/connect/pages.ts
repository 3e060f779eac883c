import { html } from '../lib/html.ts'
import { layout, logoOf, type Setting, type Tile, textsOf } from './layout.ts'
import type { Strings } from './strings.ts'

type TypeKey = Extract<keyof Strings, `type_${string}`>

const typeKeys: ReadonlySet<string> = new Set<TypeKey>([
  'type_activity',
  'type_athlete',
  'type_body',
  'type_daily',
  'type_nutrition',
  'type_menstruation',
  'type_sleep',
  'type_health_observation',
  'type_hormone',
  'type_planned_workout',
])
const isTypeKey = (key: string): key is TypeKey => typeKeys.has(key)

/** The text for a data type such as `sleep`. */
export function typeKey(type: string): TypeKey | null {
  const key: string = `type_${type}`
  return isTypeKey(key) ? key : null
}

/** What will be shared, before the person goes to sign in. */
export function consentPage(
  setting: Setting,
  what: { tile: Tile; types: readonly string[]; startUrl: string; backUrl: string },
): string {
  const t = textsOf(setting)
  const { tile, types, startUrl, backUrl } = what
  const source = tile.label
  const title = t('consent', { source })
  return layout(
    setting,
    title,
    html`<div class="panel">
${logoOf(tile)}
<h1>${title}</h1>
${tile.isPretend && html`<p class="note">${t('pretend')}</p>\n`}<p id="receives">${t('receives')}</p>
<ul aria-labelledby="receives">${types.map((type) => {
      const key = typeKey(type)
      return key !== null && html`<li>${t(key)}</li>`
    })}</ul>
<p class="note">${t('password', { source })} ${t('disconnect_later')}</p>
<div class="actions"><a class="button primary" href="${startUrl}" target="_top">${t('continue_to', { source })}</a>
<a class="button" href="${backUrl}">${t('back')}</a></div>
</div>`,
  )
}

/** Why a source on the phone cannot be connected here. */
export function phonePage(setting: Setting, what: { tile: Tile; backUrl: string | null }): string {
  const t = textsOf(setting)
  const title = t('phone', { source: what.tile.label })
  return layout(
    setting,
    title,
    html`<div class="panel">
${logoOf(what.tile)}
<h1>${title}</h1>
<p>${t('phone_how')}</p>
${
  what.backUrl === null
    ? html`<p>${t('close')}</p>`
    : html`<div class="actions"><a class="button primary" href="${what.backUrl}">${t('back')}</a></div>`
}
</div>`,
  )
}

export type Outcome = 'coming' | 'arrived' | 'access_denied' | 'expired' | 'provider_error'

/** How a sign-in ended, with one way on. `backUrl` is the session's page while that is open. */
export function resultPage(
  setting: Setting,
  what: { label: string; outcome: Outcome; backUrl: string | null },
): string {
  const t = textsOf(setting)
  const { outcome, backUrl } = what
  const isConnected = outcome === 'coming' || outcome === 'arrived'
  const title = t(isConnected ? 'connected' : 'failed', { source: what.label })
  return layout(
    setting,
    title,
    html`<div class="panel">
<h1 class="${isConnected ? 'ok' : 'bad'}">${title}</h1>
<p role="status">${t(outcome, { source: what.label })}</p>
${
  backUrl === null
    ? html`<p>${t('close')}</p>`
    : html`<div class="actions"><a class="button primary" href="${backUrl}">${t(isConnected ? 'another' : 'try_again')}</a></div>`
}
</div>`,
  )
}

/** Asks before a source is disconnected. */
export function disconnectPage(setting: Setting, what: { label: string; formUrl: string; backUrl: string }): string {
  const t = textsOf(setting)
  const title = t('disconnect_ask', { source: what.label })
  return layout(
    setting,
    title,
    html`<div class="panel">
<h1>${title}</h1>
<p>${t('disconnect_effect', { source: what.label })}</p>
<form method="post" action="${what.formUrl}" class="actions"><button class="button primary">${t('disconnect')}</button>
<a class="button" href="${what.backUrl}">${t('cancel')}</a></form>
</div>`,
  )
}

/** A link that does not lead on, and what to do. */
export function deadEndPage(setting: Setting, key: 'session_expired' | 'session_unknown' | 'used' | 'foreign'): string {
  const t = textsOf(setting)
  return layout(
    setting,
    t(key),
    html`<div class="panel">
<h1 class="bad">${t(key)}</h1>
<p>${t(`${key}_how`)}</p>
</div>`,
  )
}
