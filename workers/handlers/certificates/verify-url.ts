/** Public page that the QR code of a certificate opens. The token is random and says nothing about anybody. */
export const verifyUrlOf = (publicUrl: string, token: string): string => `${publicUrl}/verify/${token}`;
