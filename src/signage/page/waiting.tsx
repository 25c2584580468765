/** What a page shows that has no programme yet, or no right to one. */
export type Waiting = { readonly kind: 'connecting' } | { readonly kind: 'code'; readonly code: string } | Refused;
interface Refused {
  readonly kind: 'unknown' | 'full';
}

const texts = {
  connecting: ['Verbinde mit dem Gateway …', 'Connecting to the gateway …'],
  code: ['Dieser Bildschirm wartet auf seine Freigabe. Code:', 'This screen waits to be paired. Code:'],
  unknown: ['Das Gateway kennt diesen Bildschirm nicht.', 'The gateway does not know this screen.'],
  full: ['Zu viele Seiten zeigen diesen Bildschirm.', 'Too many pages show this screen.'],
} as const;

export function WaitingView({ screen, waiting }: { screen: string; waiting: Waiting }) {
  const [german, english] = texts[waiting.kind];
  return (
    <main class="waiting">
      <p lang="de">{german}</p>
      <p lang="en" class="second">
        {english}
      </p>
      {waiting.kind === 'code' && (
        <p class="code" data-code>
          {waiting.code}
        </p>
      )}
      <p class="name">{screen}</p>
    </main>
  );
}
