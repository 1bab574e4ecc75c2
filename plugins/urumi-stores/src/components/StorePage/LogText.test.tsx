import { useState } from 'react';
import { fireEvent, screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { LogText } from './LogText';

/** A log that grows by a line. */
function GrowingLog() {
  const [count, setCount] = useState(1);
  return (
    <>
      <button onClick={() => setCount(count + 1)}>Write</button>
      <LogText
        isFollowed
        log={{
          cluster: 'local',
          namespace: 'store-1',
          pod: 'web-1',
          container: 'web',
          previous: false,
          truncated: false,
          absent: null,
          lines: Array.from({ length: count }, (_, index) => ({
            time: `2026-11-23T10:00:0${index}.000Z`,
            text: `Line ${index}`,
          })),
        }}
      />
    </>
  );
}

describe('LogText', () => {
  it('stays at the end of the text, and leaves who has scrolled up where they are', async () => {
    renderInTestApp(<GrowingLog />);
    const text = await screen.findByRole('log');
    // The tests have no layout: of 500 pixels 100 are in sight.
    Object.defineProperty(text, 'scrollHeight', { value: 500 });
    Object.defineProperty(text, 'clientHeight', { value: 100 });
    const write = () => fireEvent.click(screen.getByText('Write'));
    const scrollTo = (scrollTop: number) =>
      fireEvent.scroll(text, { target: { scrollTop } });

    write();
    expect(text.scrollTop).toBe(500);
    scrollTo(120);
    write();
    expect(text.scrollTop).toBe(120);
    scrollTo(399);
    write();
    expect(text.scrollTop).toBe(500);
  });
});
