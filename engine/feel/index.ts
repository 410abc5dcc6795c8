export { type Evaluation, evaluate, overlay, type Scope, scopeOf, unaryTest } from './evaluate.ts';
export { compile, type Expression, feel } from './expression.ts';
export { syntaxError } from './syntax.ts';
export { toJson, typeName } from './values.ts';
