/** The form that asks for the token. It works without script; its style sheet is the only asset open to strangers. */
export function loginPage(failed: boolean): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>endcap – sign in</title>
<link rel="stylesheet" href="/assets/login.css">
<main>
  <h1>endcap</h1>
  <form method="post" action="/login">
    <label for="token">Access token <span lang="de">/ Zugangsschlüssel</span></label>
    <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
    ${failed ? '<p role="alert">That is not the token. <span lang="de">Das ist nicht der Schlüssel.</span></p>' : ''}
    <button>Sign in <span lang="de">/ Anmelden</span></button>
    <p class="hint">It stands in the gateway's configuration under <code>console.tokens</code>.</p>
  </form>
</main>
</html>
`;
}
