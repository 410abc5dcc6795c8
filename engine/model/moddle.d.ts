/** The moddle packages publish no (or other) types for what is used here. */
declare module 'moddle-xml' {
  export class Reader {
    constructor(options: { model: unknown; lax?: boolean });
    handler(type: string): unknown;
    fromXML(xml: string, handler: unknown): Promise<unknown>;
  }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
    toXML(root: unknown): Promise<{ xml: string }>;
  }
}
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    toXML(root: unknown, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}
