/** API > Connections > Sources, on the page of a source that is on phones. */
export const sourcePhone = {
  title: 'Upload from a phone',
  about:
    'A token connects one phone, once, within three minutes. Your backend makes one for each person by POST /v2/auth/generateAuthToken and hands it to your app.',
  make: 'Make a token',
  again: 'Make another',
  token: 'Token',
  tryUrl: 'Test page',
  tryAbout:
    'Plays a phone in the browser and uploads an invented person’s days. Opens on any device that reaches this server.',
  open: 'Open the test page',
  copyToken: 'Copy the token',
  copyUrl: 'Copy the address',
  noTry: 'The test page, which plays a phone in the browser, is there where TELLUS_SANDBOX=on.',
  mayNot: 'Developers and owners of this environment make tokens for phones.',
}
