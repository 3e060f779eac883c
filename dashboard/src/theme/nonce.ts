import { setNonce } from 'get-nonce'

/** The nonce the server wrote into the page; undefined in development, where no policy is sent. */
export function pageNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="tellus-nonce"]')?.content
  return nonce ? nonce : undefined
}

/**
 * Gives the page's nonce to the one library that must insert a style element (the scroll lock behind open dialogs).
 * Call it once, before the first render: without it the content policy would refuse that element.
 */
export function adoptNonce(): void {
  const nonce = pageNonce()
  if (nonce !== undefined) setNonce(nonce)
}
