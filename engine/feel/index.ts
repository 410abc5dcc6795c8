export { type Evaluation, evaluate, failureText, overlay, type Scope, scopeOf } from './evaluate.ts';
export { compile, type Expression, feel } from './expression.ts';
export { add, compareNumbers, isNumber, toInteger } from './number.ts';
export { showValue } from './show.ts';
export { syntaxError } from './syntax.ts';
export { judgeUnaryTests, readUnaryTests, type UnaryTests } from './unary-tests.ts';
export { equalValues } from './value-order.ts';
export { FeelFunction, isContext, toJson, typeName } from './values.ts';
