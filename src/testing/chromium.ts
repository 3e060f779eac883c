/**
 * Where the Chromium of the npm package lies, unpacked; it brings its libraries on machines that lack them. The first call
 * on a machine unpacks it, later ones find it there.
 */
export async function unpackChromium(): Promise<string> {
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}
