/** Calls of functions: those an expression defines, and the built-in ones. */
import { builtin, FunctionFailure, formFor, type Overload, showArguments } from './builtins/index.ts';
import { argumentOf, type Environment, InvalidValue, present, warn } from './environment.ts';
import { AssertionFailure, FatalError } from './failures.ts';
import { evaluateNode } from './interpreter.ts';
import { showValue } from './show.ts';
import type { Arguments, Node } from './syntax-tree.ts';
import { FeelFunction, isContext } from './values.ts';
import { makes } from './within-size.ts';

export function invoke(name: string, args: Arguments, env: Environment): unknown {
  const own = env.functionNamed(name);
  if (own && fits(callable(own), args)) return own.invoke(inOrder(args, own.parameters, env));
  const [first, ...others] = builtin(name, env).filter((overload) => fits(overload, args));
  if (!first) return warn(env, 'NO_FUNCTION_FOUND', notFound(name, args));
  const values = folded(first, args, inOrder(args, first.parameters, env));
  const found = args.kind === 'positional' ? others.find((overload) => formFor(overload, values)) : undefined;
  return run(name, formFor(first, values) ? first : (found ?? first), values, env);
}

/** A function of a context, `context.function(…)`. One that is not there ends the evaluation. */
export function invokeQualified(of: Node, name: string, args: Arguments, env: Environment): unknown {
  const target = evaluateNode(of, env);
  if (!isContext(target)) {
    const reason = `Expected context but found '${showValue(target)}'`;
    warn(env, 'INVALID_TYPE', reason);
    throw new FatalError(reason);
  }
  const found = target[name];
  if (found instanceof FeelFunction && fits(callable(found), args)) {
    return found.invoke(inOrder(args, found.parameters, env));
  }
  const reason = notFound(name, args);
  warn(env, 'NO_FUNCTION_FOUND', reason);
  throw new FatalError(reason);
}

const notFound = (name: string, args: Arguments): string => {
  const by =
    args.kind === 'named'
      ? `parameters: ${args.values.map(([one]) => one).join(',')}`
      : `${args.values.length} parameters`;
  return `No function found with name '${name}' and ${by}`;
};

/** What can be called with arguments. */
type Callable = Pick<Overload, 'parameters' | 'required' | 'varargs'>;

const callable = ({ parameters }: FeelFunction): Callable => ({
  parameters,
  required: parameters.length,
  varargs: false,
});

function fits({ parameters, required, varargs }: Callable, args: Arguments): boolean {
  const count = args.values.length;
  if (args.kind === 'positional') return count >= required && (varargs || count <= parameters.length);
  const names = args.values.map(([name]) => name);
  return (
    names.every((name) => parameters.includes(name)) &&
    parameters.slice(0, required).every((name) => names.includes(name))
  );
}

function inOrder(args: Arguments, parameters: readonly string[], env: Environment): unknown[] {
  if (args.kind === 'positional') return args.values.map((value) => argumentOf(() => evaluateNode(value, env)));
  const values = new Map(args.values.map(([name, value]) => [name, argumentOf(() => evaluateNode(value, env))]));
  return parameters.map((name) => values.get(name));
}

/** A function of any number of values takes them as one list; a single list is that list already. */
function folded({ parameters, varargs }: Overload, args: Arguments, values: unknown[]): unknown[] {
  if (!varargs || args.kind === 'named') return values;
  if (parameters.length === 1 && values.length === 1 && Array.isArray(values[0])) return values;
  const fixed = parameters.length - 1;
  return [...values.slice(0, fixed), values.slice(fixed)];
}

function run(name: string, overload: Overload, values: unknown[], env: Environment): unknown {
  try {
    const nonsense = values.find((value) => value instanceof InvalidValue);
    if (nonsense) throw new FunctionFailure(nonsense.reason);
    const form = formFor(overload, values);
    if (!form) throw new FunctionFailure(showArguments(values.map(present)));
    return counted(present(form.run(...(values as never[]))) ?? null);
  } catch (error) {
    if (error instanceof AssertionFailure || (error instanceof FunctionFailure && name === 'assert')) {
      env.failures.push(error.message);
      return warn(env, 'ASSERT_FAILURE', error.message);
    }
    if (!(error instanceof FunctionFailure)) throw error;
    return warn(env, 'FUNCTION_INVOCATION_FAILURE', `Failed to invoke function '${name}': ${error.message}`);
  }
}

/** What a function made counts; those that may make many times what they are given ask before. */
function counted(value: unknown): unknown {
  if (Array.isArray(value)) makes(value.length);
  else if (typeof value === 'string') makes(value.length, 1);
  return value;
}
