/** Name of the office that issues documents in a district (domain §1.3). */
const DISTRICT_NAMES: Record<string, string> = {
  '330203': '海曙',
  '330205': '江北',
  '330206': '北仑',
  '330211': '镇海',
  '330212': '鄞州',
  '330213': '奉化',
};

export const officeOf = (district: string): string => `宁波市不动产登记服务中心${DISTRICT_NAMES[district] ?? ''}分中心`;
