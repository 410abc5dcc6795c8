/**
 * The land register (不动产登记簿). Everything outside this folder uses only what this file exports.
 */
import { fileURLToPath } from 'node:url';
import { bankApi } from './bank/bank.ts';
import { cadastreApi } from './cadastre/cadastre.ts';
import { calendarApi } from './calendar/calendar.ts';
import { casesApi } from './cases/cases.ts';
import { certificatesApi } from './certificates/certificates.ts';
import { circuitsApi } from './circuits/circuits.ts';
import { courtApi } from './court/court.ts';
import type { Deps } from './db/transaction.ts';
import { documentsApi } from './documents/documents.ts';
import { enterInRegister } from './enter/enter-in-register.ts';
import { previewEntry } from './enter/preview.ts';
import { evidenceApi } from './evidence/evidence.ts';
import { exchangeApi } from './exchange/exchange.ts';
import { itemsApi } from './items/items.ts';
import { keepingApi } from './keeping/sweep.ts';
import { lapsesApi } from './lapse/lapses.ts';
import { printedLettersApi } from './letters/letters.ts';
import { moneyApi } from './money/money.ts';
import { organisationsApi } from './organisations/organisations.ts';
import { outboxApi } from './outbox/outbox.ts';
import { papersApi } from './papers/papers.ts';
import { auditApi } from './people/audit.ts';
import { peopleApi } from './people/parties.ts';
import { usersApi } from './people/users.ts';
import { publicityApi } from './publicity/publicity.ts';
import { qualityApi } from './quality/quality.ts';
import { queriesApi } from './queries/queries.ts';
import { requestsApi } from './requests/requests.ts';
import { rulesApi } from './rule-values/rule-values.ts';
import { sealsApi } from './seals/seals.ts';
import { seizuresApi } from './seizure/seizures.ts';
import { slaApi } from './sla/sla.ts';
import { stockApi } from './stock/stock.ts';
import { ticketsApi } from './tickets/tickets.ts';
import type { Actor, Registry } from './types.ts';
import { unitsApi } from './units/check-unit.ts';
import { yilutongApi } from './yilutong/yilutong.ts';

export { seedCalendar } from './calendar/calendar.ts';
export { parseHolidayCn } from './calendar/holiday-cn.ts';
export { addDays, at as localInstant, dayOf, formatLocal } from './calendar/local-time.ts';
export { issuingOffice } from './certificates/numbers.ts';
export { type DemoUnit, demoCity } from './city/demo-city.ts';
export { type CityOptions, generateCity } from './city/generate-city.ts';
export { type CityPerson, cityPerson } from './city/people.ts';
export { RegistryError, type RegistryErrorCode } from './errors.ts';
export { codebooks } from './exchange/codebooks.ts';
export { decodeRows, encodeRows } from './exchange/message.ts';
export { standardTables, type Table as StandardTable } from './exchange/standard.ts';
export { catalogue } from './items/catalogue.ts';
export { appliedOperations } from './items/items.ts';
export { keptTables as keptRegistryTables } from './keeping/kept-tables.ts';
export { demoOrganisations } from './organisations/demo-organisations.ts';
export { demoUsers } from './people/demo-users.ts';
export { maskIdNo, maskName, maskPhone } from './people/mask.ts';
export { demoPassword } from './people/users.ts';
export { stockTemplates } from './stock/templates.ts';
export type * from './types.ts';

/** The schema and its files, for platform/migrate.ts. */
export const registrySchema = {
  name: 'registry',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  functions: fileURLToPath(new URL('./functions', import.meta.url)),
};

/** Who workers act as. */
export const systemActor: Actor = { userId: 'system', role: 'system', district: null };

export function createRegistry(deps: Deps): Registry {
  return {
    units: unitsApi(deps),
    cadastre: cadastreApi(deps),
    items: itemsApi(),
    cases: casesApi(deps),
    bank: bankApi(deps),
    lapses: lapsesApi(deps),
    letters: printedLettersApi(deps),
    money: moneyApi(deps),
    documents: documentsApi(deps),
    sla: slaApi(deps),
    calendar: calendarApi(deps),
    book: {
      enterInRegister: (input) => enterInRegister(deps, input),
      previewEntry: (caseNo) => previewEntry(deps, caseNo),
    },
    seals: sealsApi(deps),
    publicity: publicityApi(deps),
    seizures: seizuresApi(deps),
    court: courtApi(deps),
    certificates: certificatesApi(deps),
    papers: papersApi(deps),
    outbox: outboxApi(deps),
    people: peopleApi(deps),
    users: usersApi(deps),
    organisations: organisationsApi(deps),
    circuits: circuitsApi(deps),
    audit: auditApi(deps),
    queries: queriesApi(deps),
    evidence: evidenceApi(deps),
    yilutong: yilutongApi(deps),
    requests: requestsApi(deps),
    rules: rulesApi(deps),
    exchange: exchangeApi(deps),
    stock: stockApi(deps),
    quality: qualityApi(deps),
    tickets: ticketsApi(deps),
    keeping: keepingApi(deps),
  };
}
