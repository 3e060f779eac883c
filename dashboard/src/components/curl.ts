/** A request to be written as a command. */
export type CurlRequest = {
  method: string
  url: string
  headers?: Readonly<Record<string, string>> | undefined
  /** The body, byte for byte. */
  body?: string | undefined
}

/** Quotes a text for a POSIX shell; nothing inside it is expanded. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A request as a curl command over several lines. The body goes through `--data-binary`, which changes no byte. */
export function curlCommand({ method, url, headers = {}, body }: CurlRequest): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuote(url)}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${shellQuote(`${name}: ${value}`)}`)
  // A body that begins with @ would be read as a file's name.
  if (body !== undefined) lines.push(`${body.startsWith('@') ? '--data-raw' : '--data-binary'} ${shellQuote(body)}`)
  return lines.join(' \\\n  ')
}
