// SPDX-License-Identifier: Apache-2.0
// A browser application as the documentation of oidc-client-ts shows it. The test calls it by `app`.
const settings = JSON.parse(document.getElementById('settings').textContent);
const manager = new oidc.UserManager({
  ...settings,
  redirect_uri: `${location.origin}/callback`,
  popup_redirect_uri: `${location.origin}/popup`,
  silent_redirect_uri: `${location.origin}/silent`,
  post_logout_redirect_uri: `${location.origin}/bye`,
  response_type: 'code',
  loadUserInfo: true,
  accessTokenExpiringNotificationTimeInSeconds: 50,
});
const loaded = [];
manager.events.addUserLoaded((user) => loaded.push(user.access_token));
manager.events.addSilentRenewError((error) => show(`renew failed: ${error.message}`));
window.app = { manager, loaded };

function show(text) {
  document.getElementById('state').textContent = text;
}

async function run() {
  switch (location.pathname) {
    case '/callback': {
      const user = await manager.signinRedirectCallback();
      history.replaceState(null, '', '/');
      return `logged in as ${user.profile.preferred_username}`;
    }
    case '/popup':
      await manager.signinPopupCallback();
      return 'popup done';
    case '/silent':
      await manager.signinSilentCallback();
      return 'silent done';
    case '/bye':
      await manager.signoutRedirectCallback();
      return 'logged out';
    default:
      return 'ready';
  }
}

run().then(show, (error) => show(`failed: ${error.message}`));
