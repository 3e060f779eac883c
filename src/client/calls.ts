import type { Operations } from './operations.ts'

/** A call by its name: `GET /users/{id}`. */
export type CallName = keyof Operations
export type Method = CallName extends `${infer M} ${string}` ? M : never

/** The paths that take a method. */
export type PathOf<M extends Method> = CallName extends infer Name
  ? Name extends `${M} ${infer Path}`
    ? Path
    : never
  : never

/** The call that a method and a path name; never where there is none. */
export type Call<M extends Method, P extends string> = `${M} ${P}` extends CallName ? Operations[`${M} ${P}`] : never

/**
 * What a call answers; null where its answer is empty. `GET /events` answers otherwise with `since_cursor`, which is a call
 * by itself here: `Feed`.
 */
export type AnswerOf<M extends Method, P extends string> =
  Call<M, P> extends { answer: infer Answer } ? Exclude<Answer, Feed> : never

/** What there is since a place in the feed of events, the oldest first, with their bodies. */
export type Feed = Extract<Operations['GET /events']['answer'], { has_more: boolean }>
export interface FeedInput {
  query: { since_cursor: string; limit?: string | number | undefined }
}

/** What may be left out may also be undefined, which is not sent. */
type Open<T> = T extends object ? { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] } : T
/** In an address null says nothing either. */
type OpenQuery<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | null | undefined : T[K] }

type Needed<Name extends string, Value> = object extends Value ? { [K in Name]?: Value } : { [K in Name]: Value }
type PathInput<C> = C extends { path: infer Path } ? { path: Path } : object
type QueryInput<C> = C extends { query: infer Query } ? Needed<'query', OpenQuery<Omit<Query, 'since_cursor'>>> : object
type BodyInput<C> = C extends { body: infer Body } ? Needed<'body', Open<Body>> : object

/** What a call is given: the parts of its path, its query and its body, as far as it has them. */
export type InputOf<M extends Method, P extends string> = PathInput<Call<M, P>> &
  QueryInput<Call<M, P>> &
  BodyInput<Call<M, P>>

/** The arguments after the path: none need to be given where nothing must be. */
export type Given<Input, More = object> = object extends Input ? [input?: Input & More] : [input: Input & More]

/** The query and the body of a call by themselves. */
export type QueryOf<M extends Method, P extends string> =
  QueryInput<Call<M, P>> extends { query?: infer Query } ? Query : never
export type BodyOf<M extends Method, P extends string> =
  BodyInput<Call<M, P>> extends { body?: infer Body } ? Body : never

/** What the pages of a list are made of. */
export type RowOf<P extends string> = AnswerOf<'GET', P> extends { items: readonly (infer Row)[] } ? Row : never

/** The paths that answer a list, page by page. */
export type ListPath =
  PathOf<'GET'> extends infer P
    ? P extends PathOf<'GET'>
      ? AnswerOf<'GET', P> extends { items: readonly unknown[]; next_cursor: string | null }
        ? P
        : never
      : never
    : never
