import 'dayjs/locale/zh-cn';

export { default as zhCN } from 'antd/es/locale/zh_CN';
