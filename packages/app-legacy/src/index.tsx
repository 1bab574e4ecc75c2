import '@backstage/cli/asset-types';
import ReactDOM from 'react-dom/client';
import { createLegacyApp } from './createLegacyApp';
import '@backstage/ui/css/styles.css';

const root = document.getElementById('root');
if (!root) {
  throw new Error('The page has no element with the id "root"');
}
const App = createLegacyApp();
ReactDOM.createRoot(root).render(<App />);
