/** The simulated office's own look at a pre-calculation: is the price credible, do the amounts follow from the rates. */
import type { AssessRequest, TaxLine } from './contract.ts';

/** Below this a declared price of a home is rejected (fen per ㎡). An assumption of the simulator, not a tax rule. */
export const lowestCrediblePriceFenPerM2 = 200_000;

export function isPriceCredible({ priceFen, areaM2 }: Pick<AssessRequest, 'priceFen' | 'areaM2'>): boolean {
  // A gift or an agreement of spouses has no price: what it is taxed on is the officer's to fix.
  if (priceFen === undefined) return true;
  return priceFen >= Math.round(areaM2 * lowestCrediblePriceFenPerM2);
}

/** Amounts recomputed half up to the fen; a wrong one is corrected. */
export function assessLines(lines: readonly TaxLine[]): { taxes: TaxLine[]; totalFen: number; corrected: boolean } {
  const taxes = lines.map((line) => ({ ...line, amountFen: halfUp(line.baseFen, line.rate) }));
  return {
    taxes,
    totalFen: taxes.reduce((total, line) => total + line.amountFen, 0),
    corrected: taxes.some((line, index) => line.amountFen !== lines[index]!.amountFen),
  };
}

/** base × rate with the rate taken as millionths: no binary fractions. */
function halfUp(baseFen: number, rate: string): number {
  const [whole, decimals = ''] = rate.split('.');
  const millionths = BigInt(whole!) * 1_000_000n + BigInt(decimals.padEnd(6, '0'));
  return Number((BigInt(baseFen) * millionths + 500_000n) / 1_000_000n);
}
