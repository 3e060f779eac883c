/** Whether what was typed looks like an id, so that asking the server what it belongs to makes sense. */
export const looksLikeId = (text: string): boolean =>
  /^[a-z]{3}_[0-9a-z]{8,}$/.test(text) || /^[0-9a-f-]{8,36}$/i.test(text)
