/** Something that is wrong, and what to do about it. */
export interface Problem {
  problem: string
  remedy: string
}

/** A line of what is in force. */
export interface Fact {
  name: string
  value: string
}

/** What a check found. */
export interface Finding {
  facts: Fact[]
  problems: Problem[]
}
