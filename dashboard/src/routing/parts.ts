/** What varies in an address, as a page gets it: an app’s own id may hold anything, a slash and a percent sign too. */
export const readParts = (parts: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, part === undefined ? undefined : decoded(part)]),
  )

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Written by hand, with a percent sign that stands for itself.
    return part
  }
}
