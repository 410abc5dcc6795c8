/** An item that needs neither contract nor tax, for what has nothing to do with them. */
export const plain = { needsContract: false, needsTax: false, itemCode: 'BDC-17', contractDate: null };
