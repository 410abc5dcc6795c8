export interface Certificate {
  certificateNo: string;
  kind: 'certificate' | 'proof';
  status: 'LIVE' | 'CANCELLED';
  rightId: string;
  unitCode: string;
  caseNo: string | null;
  issuedAt: Date;
  cancelledAt: Date | null;
  /** Random, 32 hex: the QR code's secret. */
  token: string;
  /** 印刷序列号 of the paper, once printed. */
  paperSerial: string | null;
  licenceId: string | null;
  /** The electronic certificate: the sealed file. */
  documentId: string | null;
  /** 电子证照注销: when the store of electronic certificates confirmed it. */
  licenceRevokedAt: Date | null;
  deliveredAt: Date | null;
}
/** What a printed certificate says. Personal data in clear. */
export interface CertificateContent extends Certificate {
  holders: { name: string; idType: string; idNo: string; share: string | null }[];
  /** 单独所有 | 共同共有 | 按份共有. */
  ownership: string;
  location: string;
  rightType: string;
  rightNature: string;
  use: string;
  area: number;
  innerArea: number | null;
  /** The unit is land without building: `area` is that of the parcel. */
  land: boolean;
  /** 分摊土地面积, ㎡. */
  apportionedLandArea: number | null;
  landTermTo: string | null;
  /** 附记. */
  note: string | null;
  /** Proof of a mortgage: 义务人, amount, term, 担保范围, and whether the parties agreed to bar or limit a transfer. */
  mortgage: {
    obligors: string[];
    amountFen: number;
    termFrom: string;
    termTo: string;
    /** 一般抵押 | 最高额抵押. */
    kind: '一般抵押' | '最高额抵押';
    scope: string;
    restrictsTransfer: boolean;
  } | null;
  /** Proof of a caution, an easement or a residence right: whom it burdens and its terms, in words. */
  matter: { obligors: string[]; terms: string[] } | null;
  registeredAt: Date;
}
/** State of a certificate in the register. */
export interface CertificateState {
  certificateNo: string;
  kind: 'certificate' | 'proof';
  status: 'LIVE' | 'CANCELLED';
  issuedAt: Date;
  cancelledAt: Date | null;
  licenceRevokedAt: Date | null;
  /** 公告作废: declared void because the paper did not come back, and where that was published. */
  announcedVoid: { at: Date; announcement: string } | null;
}
/** What a person with the certificate in hand may know. */
export interface PublicCertificateFacts extends CertificateState {
  location: string;
  /** Masked. */
  holders: string[];
}
export interface CertificatesApi {
  /** Public page: existence and state only, holder masked. Null for an unknown token. */
  findCertificateByToken(token: string): Promise<PublicCertificateFacts | null>;
  /** By number alone: that it exists and its state, nothing about holders or place. */
  findState(certificateNo: string): Promise<CertificateState | null>;
  listByCase(caseNo: string): Promise<Certificate[]>;
  getContent(certificateNo: string): Promise<CertificateContent | null>;
  /** PRINT: the serial is unique for ever, a voided one too, and from the stock of a district that keeps one. Throws SERIAL_USED, SERIAL_NOT_IN_STOCK. */
  recordPrint(input: {
    caseNo: string;
    certificateNo: string;
    serial: string;
    decision: 'printed' | 'void';
    /** Why the sheet is void. */
    reason?: string;
    by: string;
  }): Promise<void>;
  recordLicence(input: { certificateNo: string; licenceId: string; documentId?: string }): Promise<void>;
  /** Licences of certificates that this case's entries have cancelled (INV-31). */
  cancelledLicences(caseNo: string): Promise<{ certificateNo: string; licenceId: string }[]>;
  /** The store confirmed that the licence is no longer valid. The first time counts. */
  recordLicenceRevoked(input: { certificateNo: string; caseNo: string; at: Date }): Promise<void>;
  recordDelivery(input: { caseNo: string; way: 'window' | 'mail' | 'electronic'; by: string }): Promise<void>;
}
