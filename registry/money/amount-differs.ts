const yuan = (fen: number) => `${(fen / 100).toFixed(2)}元`;

/** What an office said it received is not what was asked for: said once, in the words that a supervisor reads. */
export function amountDiffers(office: '税务机关' | '支付平台', receivedFen: number, askedFen: number): string {
  return `${office}回告的金额为${yuan(receivedFen)}，应为${yuan(askedFen)}，两者不符，不能当作已缴。请与${office}核对，待其重新回告正确金额后点“重试”。`;
}
