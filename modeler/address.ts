/** What is on the canvas. */
export interface Opened {
  bpmnProcessId: string;
  /** That the canvas started from; 0 of a process that was never deployed. */
  version: number;
  resourceName: string;
}

/** `#/bdc-registration/3` in the address names what is on the canvas, so that it can be sent to a colleague. */
export function fromAddress(): { bpmnProcessId: string; version: number } | null {
  const match = /^#\/([\w.-]+)\/(\d+)$/.exec(window.location.hash);
  return match ? { bpmnProcessId: match[1]!, version: Number(match[2]) } : null;
}

export function showAddress({ bpmnProcessId, version }: Pick<Opened, 'bpmnProcessId' | 'version'>): void {
  window.history.replaceState(null, '', `#/${bpmnProcessId}/${version}`);
}
