/** What may stand in an address, before it is written down. */
export type Written = string | number | boolean

/**
 * The path of a call with what varies in it: `/users/{id}` with `{ id: 'a b' }` is `/users/a%20b`. Throws a `TypeError`
 * for a part that is missing or empty, which would name something else.
 */
export const filledPath = (template: string, parts: Readonly<Record<string, Written>> = {}): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const part = String(parts[name] ?? '')
    // `.` and `..` would be taken as steps of the path itself.
    if (part === '' || part === '.' || part === '..') throw new TypeError(`${template} needs its ${name}`)
    return encodeURIComponent(part)
  })

/** A query with its question mark, or nothing; null and undefined are left out. */
export function queryText(query: Readonly<Record<string, Written | null | undefined>> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
