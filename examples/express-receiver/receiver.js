// Receives events, and checks each with Terra's official client. See README.md.
import express from 'express'
import { Terra } from 'terra-api'

// Checking a signature takes the secret alone: nothing is called with the other two.
const terra = new Terra('unused', 'unused', process.env.SIGNING_SECRET)

/** Whether one of the signatures is right. There are two while a secret is rotated; the client takes one at a time. */
function isSigned(body, header = '') {
  const [time, ...signatures] = header.split(',')
  return signatures.some((signature) => terra.checkTerraSignature(`${time},${signature}`, body))
}

const app = express()

// The exact bytes are what was signed: not the parsed body, printed again. A payload may have 10 MB.
app.post('/', express.raw({ type: () => true, limit: '16mb' }), (request, response) => {
  if (!isSigned(request.body, request.get('terra-signature'))) return response.sendStatus(400)
  const event = JSON.parse(request.body)
  console.log(event.type, event.user?.reference_id ?? null, event.data?.length ?? 0)
  response.sendStatus(200)
})

app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1')
