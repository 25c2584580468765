import { render } from 'preact';
import { App } from './frame.tsx';

render(<App />, document.getElementById('console')!);
