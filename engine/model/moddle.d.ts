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
declare module 'saxen' {
  type Context = () => { data: string; line: number; column: number };
  export class Parser {
    ns(prefixes: Record<string, string>): this;
    on(event: 'error', handler: (error: Error) => void): this;
    on(
      event: 'openTag',
      handler: (name: string, attributes: unknown, decode: unknown, selfClosing: boolean, context: Context) => void,
    ): this;
    on(
      event: 'closeTag',
      handler: (name: string, decode: unknown, selfClosing: boolean, context: Context) => void,
    ): this;
    parse(xml: string): void;
    stop(): void;
  }
}
