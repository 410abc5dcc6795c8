/**
 * Expressions by the heading of Camunda's FEEL documentation they belong to: a built-in with its parameters, an operator or
 * a kind of expression. They may name the variables of `../variables.ts`.
 */
export type Subject = Record<string, readonly string[]>;
