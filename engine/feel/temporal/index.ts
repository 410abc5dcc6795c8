export { civilOf, dayOfYear, lengthOfMonth, monthsBetween, plusMonths, weekdayOf, weekOfYear } from './calendar.ts';
export * from './parse.ts';
export { propertyNames, propertyOf } from './properties.ts';
export * from './values.ts';
export { isZoneId, parseOffset, type Zone } from './zones.ts';
