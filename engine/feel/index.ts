export { type Evaluation, evaluate, overlay, type Scope, scopeOf } from './evaluate.ts';
export { compile, type Expression, feel } from './expression.ts';
export { syntaxError } from './syntax.ts';
export { judgeUnaryTests, readUnaryTests, type UnaryTests } from './unary-tests.ts';
export { toJson, typeName } from './values.ts';
