/** An officer of a court as its papers name him. */
export interface Officer {
  name: string;
  /** 工作证号 */
  workNo: string;
  /** 执行公务证号 */
  dutyNo: string;
}

/** 法发〔2004〕5号 §2: two officers with both certificates. Two people by their certificates: two may have one name. */
export function areTwoOfficers(officers: readonly Officer[]): boolean {
  const filled = officers.every((one) => [one.name, one.workNo, one.dutyNo].every((text) => text.trim() !== ''));
  const people = new Set(officers.map(({ workNo }) => workNo.trim()));
  return filled && people.size === officers.length && people.size >= 2;
}
