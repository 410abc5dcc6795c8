import { Form, Input } from 'antd';
import { need } from './fields.ts';

/** Two officers, each with 工作证 and 执行公务证 (法发〔2004〕5号 §2). */
export function OfficerFields() {
  return [0, 1].map((i) => (
    <div className="fields fields-3" key={i}>
      <Form.Item name={['officers', i, 'name']} label={`承办人${i + 1}`} rules={need('须两名承办人')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={['officers', i, 'workNo']} label="工作证号" rules={need('请填写工作证号')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={['officers', i, 'dutyNo']} label="执行公务证号" rules={need('请填写执行公务证号')}>
        <Input maxLength={40} />
      </Form.Item>
    </div>
  ));
}
