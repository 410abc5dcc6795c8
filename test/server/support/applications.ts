import { type DemoUnit, demoCity } from '../../../registry/index.ts';
import type { Application } from '../../../server/api/index.ts';

/** A bank mortgages a plain home: one owner, no contract filing, no tax. */
export function mortgageOf(unit: DemoUnit, key: string): Application {
  const owner = unit.owners[0]!;
  const bank = demoCity.institutions.bank;
  return {
    applicationKey: key,
    itemCode: 'BDC-17',
    unitCodes: [unit.unitCode],
    parties: [
      { role: 'acquirer', nature: 'company', name: bank.name, idType: 'uscc', idNo: bank.idNo },
      {
        role: 'obligor',
        nature: 'person',
        name: owner.name,
        idType: 'citizen',
        idNo: owner.idNo,
        phone: '13800000001',
      },
    ],
    mortgage: {
      mortgageKind: 'general',
      amountFen: 100_000_000,
      termFrom: '2026-03-01',
      termTo: '2036-02-28',
      scope: '主债权及利息、违约金',
      restrictsTransfer: false,
      loanContractNo: 'JK-2026-0001',
      mortgageContractNo: 'DY-2026-0001',
    },
    certMedium: 'electronic',
    delivery: 'none',
    declareTruth: true,
  };
}
