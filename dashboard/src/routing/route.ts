import type { ComponentType } from 'react'
import { type Late, late } from './late.ts'

/** The parts of an address pattern as a page gets them: `/users/:id/:tab?` → `{ id: string; tab?: string }`. */
export type PartsOf<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? PartOf<Head> & PartsOf<Rest>
  : PartOf<Path>
type PartOf<Segment extends string> = Segment extends `:${infer Name}?`
  ? { [Key in Name]?: string | undefined }
  : Segment extends `:${infer Name}`
    ? { [Key in Name]: string }
    : unknown

export interface Route {
  path: string
  /** What the window is called until the page itself says something closer. */
  title: string
  // biome-ignore lint/suspicious/noExplicitAny: `route` has checked that the page takes what its own path gives.
  page: Late<any>
}

/** One address and the page shown there, whose code is fetched when it is first needed. */
export function route<Path extends string>(
  path: Path,
  title: string,
  load: () => Promise<{ default: ComponentType<PartsOf<Path>> }>,
): Route {
  return { path, title, page: late(load) }
}

/** Whether a path is one of a pattern's: `/users/4f1c` of `/users/:id/:tab?`. */
export function isOf(pattern: string, path: string): boolean {
  const source = pattern.replaceAll(/\/:\w+\?/g, '(?:/[^/]+)?').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${source}/?$`).test(path)
}
