/** Hands the analyst a diagram as a file of the name that it has among the resources. */
export function download(content: string, resourceName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/xml' }));
  link.download = resourceName.split('/').at(-1) ?? 'diagram.bpmn';
  link.click();
  URL.revokeObjectURL(link.href);
}
