import { fetchAhead } from './late.ts'
import { isOf, type Route, route } from './route.ts'

/** Every address of the dashboard. A page is one line here, one folder under `pages/`, and its own strings. */
export const routes: readonly Route[] = [
  route('/', 'Home', () => import('../pages/home/home.tsx')),
  route('/users', 'Users', () => import('../pages/users/users.tsx')),
  route('/users/:id/:tab?', 'User', () => import('../pages/users/user.tsx')),
  route('/people/:referenceId', 'Person', () => import('../pages/people/person.tsx')),
  route('/events/:id?', 'Events', () => import('../pages/events/events.tsx')),
  route('/connections/sources', 'Sources', () => import('../pages/sources/sources.tsx')),
  route('/connections/sources/:provider', 'Source', () => import('../pages/sources/source.tsx')),
  route('/connections/destinations', 'Destinations', () => import('../pages/destinations/destinations.tsx')),
  route(
    '/connections/destinations/new/:kind?',
    'New destination',
    () => import('../pages/destinations/destination-new.tsx'),
  ),
  route('/connections/destinations/:id', 'Destination', () => import('../pages/destinations/destination.tsx')),
  route(
    '/connections/destinations/:id/edit',
    'Edit destination',
    () => import('../pages/destinations/destination-edit.tsx'),
  ),
  route('/credentials', 'Credentials', () => import('../pages/credentials/credentials.tsx')),
  route('/tools/generate', 'Generate', () => import('../pages/generate/generate.tsx')),
  route('/tools/inbox/:id?', 'Inbox', () => import('../pages/inbox/inbox.tsx')),
  route('/tools/import/:id?', 'Import', () => import('../pages/import/import.tsx')),
  route('/tools/verify', 'Verify signature', () => import('../pages/verify/verify.tsx')),
  route('/settings/environments', 'Environments', () => import('../pages/settings/environments.tsx')),
  route('/settings/team', 'Team', () => import('../pages/settings/team.tsx')),
  route('/settings/sessions', 'Your account', () => import('../pages/settings/sessions.tsx')),
  route('/settings/audit', 'Audit log', () => import('../pages/settings/audit.tsx')),
  route('/settings/priority', 'Order of sources', () => import('../pages/settings/priority.tsx')),
  route('/settings/widget', 'Widget', () => import('../pages/settings/widget.tsx')),
  route('/settings/about', 'About', () => import('../pages/settings/about.tsx')),
  route('/docs', 'API reference', () => import('../pages/docs/docs.tsx')),
]

const moved: Record<string, string> = {
  '/connections': '/connections/destinations',
  '/api': '/connections/destinations',
  '/settings': '/settings/environments',
  '/tools': '/tools/generate',
  // Where Terra's documentation sends its readers.
  '/generate': '/tools/generate',
}

/** Where an address that is no page of ours leads instead; null when it leads nowhere. */
export function redirectOf(path: string): string | null {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  if (plain === '/dashboard') return '/'
  if (plain.startsWith('/dashboard/')) {
    const rest = plain.slice('/dashboard'.length)
    return moved[rest] ?? rest
  }
  const target = moved[plain]
  if (target !== undefined) return target
  return plain === path ? null : plain
}

/** Fetches the code of the page at a path ahead of its being opened. */
export const preloadPage = (path: string): void => fetchAhead(routes.find((route) => isOf(route.path, path))?.page)
