/** Pages that are shown to who is not signed in. */
const doors = ['/sign-in', '/welcome', '/join', '/reset']

export const isDoor = (path: string): boolean => doors.includes(path)

/** The sign-in address that leads back to where the reader was. */
export function signInAddress(path: string, search: string): string {
  const place = `${path}${search === '' ? '' : `?${search.replace(/^\?/, '')}`}`
  return place === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(place)}`
}

/** Where to go after signing in: only ever a page of ours, whatever the address says. */
export function returnTo(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? '/'
  const base = 'http://tellus.invalid'
  if (!to.startsWith('/') || !URL.canParse(to, base)) return '/'
  const url = new URL(to, base)
  return url.origin !== base || isDoor(url.pathname) ? '/' : `${url.pathname}${url.search}`
}
