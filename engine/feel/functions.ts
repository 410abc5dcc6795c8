/** A function as feelin calls it: `$args` names its parameters for calls with named arguments. */
export type Fn = ((...args: never[]) => unknown) & { $args?: string[] };

export function fn(args: string[], body: (...values: never[]) => unknown): Fn {
  return Object.assign(body, { $args: args });
}
