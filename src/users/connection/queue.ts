/**
 * The queue of what is fetched for a user, one job at a time. Users share 256 of them: a queue of one's own would be a row
 * that the job library keeps for ever.
 */
export const queueOf = (userId: string): string => `users ${userId.slice(-2)}`
