/** The Chinese name that an analyst gave the process of a diagram, or null when it has none. */
export function diagramName(xml: string): string | null {
  return new DOMParser().parseFromString(xml, 'text/xml').querySelector('process')?.getAttribute('name') || null;
}
