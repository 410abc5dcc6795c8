/** What 一路通 and the transfers of its utilities are told (domain §5.4); by escrowNo, utilityOrderNo, taxCaseNo or `caseNo:service`. */
export type YilutongTopic =
  | 'escrow.funded'
  | 'escrow.released'
  | 'utility.result'
  | 'utility.account.corrected'
  | 'utility.arrears.paid'
  | 'tax.confirmed';
