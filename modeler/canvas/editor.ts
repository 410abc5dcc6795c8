import ElementTemplateChooserModule from '@bpmn-io/element-template-chooser';
import BpmnModeler from 'bpmn-js/lib/Modeler';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from 'bpmn-js-properties-panel';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import type { LintFinding } from '../../server/api/index.ts';
import jobTemplates from '../element-templates/jobs.json';
import { translateModule } from '../words/translate.ts';

/** The parts of bpmn-js that the modeler uses, typed by what is called. */
interface Services {
  canvas: { zoom(mode: 'fit-viewport' | number, center?: 'auto'): number; scrollToElement(element: unknown): void };
  elementRegistry: { get(id: string): unknown };
  selection: { select(element: unknown): void };
  overlays: {
    add(id: string, kind: string, overlay: { position: Record<string, number>; html: HTMLElement }): void;
    remove(filter: { type: string }): void;
  };
  eventBus: { on(event: string, listener: (event: { trigger?: string }) => void): void };
  commandStack: { canUndo(): boolean; undo(): void; redo(): void };
  elementTemplatesLoader: { setTemplates(templates: unknown[]): void };
}

/** A jump ends where labels can be read; a whole registration fitted to the window cannot. */
const READABLE_ZOOM = 0.9;

export interface Editor {
  open(xml: string): Promise<void>;
  xml(): Promise<string>;
  /** Draws a badge with its sentence at each element that has findings. */
  showFindings(findings: LintFinding[]): void;
  /** Selects an element and brings it into view. False when the diagram has no such element. */
  jumpTo(elementId: string): boolean;
  fit(): void;
  undo(): void;
  redo(): void;
  destroy(): void;
}

/** A bpmn-js modeler with Camunda 8's properties. `onChange` fires after every edit, not after opening. */
export function createEditor(container: HTMLElement, properties: HTMLElement, onChange: () => void): Editor {
  const modeler = new BpmnModeler({
    container,
    propertiesPanel: { parent: properties },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      CloudElementTemplatesPropertiesProviderModule,
      ElementTemplateChooserModule,
      ZeebeBehaviors,
      translateModule,
    ],
    moddleExtensions: { zeebe },
  });
  const get = <K extends keyof Services>(name: K): Services[K] => modeler.get(name);
  get('eventBus').on('commandStack.changed', ({ trigger }) => {
    if (trigger !== 'clear') onChange(); // that is the emptying before another diagram is opened
  });
  // One per job type that a worker serves: an analyst picks a job, and its inputs are asked for by name.
  get('elementTemplatesLoader').setTemplates(jobTemplates);

  return {
    open: async (xml) => {
      await modeler.importXML(xml);
      get('canvas').zoom('fit-viewport', 'auto');
    },
    xml: async () => (await modeler.saveXML({ format: true })).xml as string,
    showFindings: (findings) => {
      const overlays = get('overlays');
      overlays.remove({ type: 'finding' });
      for (const [elementId, list] of groupByElement(findings)) {
        if (!get('elementRegistry').get(elementId)) continue;
        overlays.add(elementId, 'finding', { position: { top: -10, left: -10 }, html: badge(list) });
      }
    },
    jumpTo: (elementId) => {
      const element = get('elementRegistry').get(elementId);
      if (!element) return false;
      get('selection').select(element);
      get('canvas').zoom(READABLE_ZOOM);
      get('canvas').scrollToElement(element);
      return true;
    },
    fit: () => void get('canvas').zoom('fit-viewport', 'auto'),
    undo: () => get('commandStack').undo(),
    redo: () => get('commandStack').redo(),
    destroy: () => modeler.destroy(),
  };
}

function groupByElement(findings: LintFinding[]): Map<string, LintFinding[]> {
  const groups = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    if (!finding.elementId) continue;
    groups.set(finding.elementId, [...(groups.get(finding.elementId) ?? []), finding]);
  }
  return groups;
}

function badge(findings: LintFinding[]): HTMLElement {
  const html = document.createElement('div');
  const worst = findings.some((finding) => finding.severity === 'error') ? 'error' : 'warn';
  html.className = `finding-badge finding-badge-${worst}`;
  html.textContent = worst === 'error' ? '✕' : '!';
  html.title = findings.map((finding) => finding.message).join('\n');
  return html;
}
