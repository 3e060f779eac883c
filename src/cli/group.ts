import type { Command } from 'commander'
import { usage } from './failure.ts'

/** A verb that has verbs of its own, such as `users delete`. A word that is none of them is answered with those there are. */
export const verbGroup = (program: Command, name: string): Command =>
  program
    .command(name)
    .allowExcessArguments(true)
    .hook('preAction', (group, command) => {
      const [word] = group.args
      if (command !== group || word === undefined) return
      const known = group.commands.map((verb) => verb.name())
      throw usage(`there is no verb "${name} ${word}": there is ${known.map((verb) => `${name} ${verb}`).join(', ')}.`)
    })

/** One of the verbs of a group. */
export const subVerb = (group: Command, name: string): Command => group.command(name).allowExcessArguments(false)
