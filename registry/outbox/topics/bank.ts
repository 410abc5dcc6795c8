/** What a mortgage in the bank is told (domain §5.2); the loan's two by loan number. */
export type BankTopic = 'signers.done' | 'loan.disbursed' | 'loan.refused';
