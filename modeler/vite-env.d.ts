/// <reference types="vite/client" />

declare module 'bpmn-js/lib/Modeler';
declare module 'bpmn-js-properties-panel';
declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
declare module 'zeebe-bpmn-moddle/resources/zeebe.json';
declare module 'bpmn-js-i18n/translations/zn.js';
declare module 'bpmn-js-element-templates';
declare module '@bpmn-io/element-template-chooser';
