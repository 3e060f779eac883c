import { providers, pushedTypes, requestedTypes } from '../schema/providers.ts'
import type { PhoneProvider } from './provider.ts'

const heart = '<path d="M12 16.5 8.7 13.2a2.3 2.3 0 0 1 3.3-3.2 2.3 2.3 0 0 1 3.3 3.2z"/>'
const drawing = (inside: string): string =>
  `<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" aria-hidden="true">${inside}</svg>`

/** A source on a phone, with the types of the catalogue. */
function phone(name: 'APPLE' | 'SAMSUNG' | 'HEALTH_CONNECT', outline: string): PhoneProvider {
  const { name: label, types, pushes } = providers[name]
  return {
    kind: 'phone',
    name,
    label,
    logo: drawing(outline + heart),
    types: [...requestedTypes.filter((type) => types[type]), ...pushedTypes.filter((type) => pushes[type])],
  }
}

export const apple = phone('APPLE', '<rect x="6" y="2.5" width="12" height="19" rx="3"/><path d="M10.5 5h3"/>')
export const samsung = phone('SAMSUNG', '<rect x="5.5" y="2.5" width="13" height="19" rx="1.5"/><path d="M12 5h.01"/>')
export const healthConnect = phone(
  'HEALTH_CONNECT',
  '<path d="M8 5.5H6a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h2M16 5.5h2a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-2"/>',
)
