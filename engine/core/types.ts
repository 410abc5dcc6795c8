/**
 * The vocabulary of the embedded engine's pure core. Everything else in `engine/` (storage, gateway, REST, runtime)
 * is built on these types; nothing here does anything.
 *
 * Terminology
 * - **command**   what somebody outside asks for (`Command`), applied one at a time and atomically.
 * - **record**    what happened, in Zeebe's vocabulary (`valueType`, `intent`), in Zeebe's order.
 * - **entity**    a row of current state, one type per table; objects are never changed in place, only replaced.
 * - **change set** entities to upsert and keys to delete since the last `takeChanges()`.
 * - **effect**    something the runtime has to do after the commit: push a job, wake a poller, answer a waiting caller.
 * - **retired**   an entity that is over: it leaves memory but its row stays as history.
 *
 * All keys are decimal strings of an int64 (never JavaScript numbers, never `Long`). All instants are epoch milliseconds.
 */
export * from './api.ts';
export * from './commands.ts';
export * from './entities/index.ts';
