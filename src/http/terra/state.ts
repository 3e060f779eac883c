/**
 * How a part of Terra's contract stands here. `served`: it works. `refused`: known and not built; a path answers 501, an
 * event is never sent. `later`: nothing of it is there, not even a refusal.
 */
export type State = 'served' | 'refused' | 'later'
