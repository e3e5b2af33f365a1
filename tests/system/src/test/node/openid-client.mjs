// SPDX-License-Identifier: Apache-2.0
// `openid-client` and `jose` against the platform, used as their documentation says. Nothing insecure is allowed here.
import assert from 'node:assert/strict';
import * as jose from 'jose';
import * as client from 'openid-client';
import { Agent } from './lib/agent.mjs';
import { check, secret, settings } from './lib/report.mjs';

const { issuer, user, password, clients, resource, clientScope } = await settings();
const server = new URL(issuer);
const CALLBACK = clients.web.redirectUri;

const configured = {
  basic: () => client.discovery(server, clients.web.id, {}, client.ClientSecretBasic(clients.web.secret)),
  post: () => client.discovery(server, clients.web.id, {}, client.ClientSecretPost(clients.web.secret)),
  native: () => client.discovery(server, clients.native.id, {}, client.None()),
  rs256: () =>
    client.discovery(
      server,
      clients.rs256.id,
      { id_token_signed_response_alg: 'RS256' },
      client.ClientSecretBasic(clients.rs256.secret),
    ),
  assertion: async () => {
    const key = await jose.importJWK(clients.robot.privateJwk, 'ES256');
    return client.discovery(
      server,
      clients.robot.id,
      {},
      client.PrivateKeyJwt({ key, kid: clients.robot.privateJwk.kid }),
    );
  },
};

/** Logs in and comes back with tokens. */
async function codeFlow(config, redirectUri, scope, { agent = newAgent(), more = {} } = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  const answer = await agent.visit(url, redirectUri);
  secret(verifier, new URL(answer.url).searchParams.get('code'));
  const tokens = await client.authorizationCodeGrant(config, answer.method === 'POST' ? answer : new URL(answer.url), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...('max_age' in more ? { maxAge: Number(more.max_age) } : {}),
  });
  secret(tokens.access_token, tokens.refresh_token, tokens.id_token, ...agent.cookies());
  return tokens;
}

function newAgent() {
  return new Agent({ user, password });
}

function alg(jwt) {
  return jose.decodeProtectedHeader(jwt).alg;
}

async function refused(work, status, code) {
  await assert.rejects(work, (error) => {
    assert.equal(error.status, status, String(error.stack));
    assert.equal(error.error, code, String(error.stack));
    return true;
  });
}

await check('openid-client discovers the server as OpenID Connect and as OAuth', async () => {
  const oidc = await configured.basic();
  const oauth = await client.discovery(server, clients.native.id, {}, client.None(), { algorithm: 'oauth2' });

  assert.equal(oidc.serverMetadata().issuer, issuer);
  assert.equal(oidc.serverMetadata().supportsPKCE(), true);
  assert.deepEqual({ ...oauth.serverMetadata() }, { ...oidc.serverMetadata() });
});

for (const [name, configuration, redirectUri, expected, scope = 'openid profile email'] of [
  ['a confidential client with client_secret_basic', configured.basic, CALLBACK, 'ES256'],
  ['a confidential client with client_secret_post', configured.post, CALLBACK, 'ES256'],
  ['a native public client', configured.native, clients.native.redirectUri, 'ES256', 'openid profile'],
  ['a client that wants RS256', configured.rs256, clients.rs256.redirectUri, 'RS256'],
]) {
  await check(`openid-client logs in with code and PKCE: ${name}`, async () => {
    const config = await configuration();
    client.enableNonRepudiationChecks(config);

    const tokens = await codeFlow(config, redirectUri, scope);
    const claims = tokens.claims();
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);

    assert.equal(alg(tokens.id_token), expected);
    assert.ok(tokens.expires_in >= 55 && tokens.expires_in <= 60, `expires_in ${tokens.expires_in}`);
    assert.equal(info.sub, claims.sub);
    assert.equal(info.preferred_username, user);
  });
}

await check('openid-client reads an answer by form_post', async () => {
  const tokens = await codeFlow(await configured.basic(), CALLBACK, 'openid', { more: { response_mode: 'form_post' } });

  assert.ok(tokens.id_token);
});

await check('openid-client finds auth_time within max_age', async () => {
  const tokens = await codeFlow(await configured.basic(), CALLBACK, 'openid', { more: { max_age: '60' } });

  assert.ok(Math.abs(tokens.claims().auth_time - Date.now() / 1000) < 60);
});

await check('openid-client is answered without a page where a session is, and by an error where none is', async () => {
  const config = await configured.basic();
  const agent = newAgent();
  await codeFlow(config, CALLBACK, 'openid', { agent });
  const pages = agent.seen.length;

  const silent = await codeFlow(config, CALLBACK, 'openid', { agent, more: { prompt: 'none' } });

  assert.ok(silent.id_token);
  assert.equal(agent.seen.length, pages);
  await assert.rejects(codeFlow(config, CALLBACK, 'openid', { more: { prompt: 'none' } }), { error: 'login_required' });
});

await check('openid-client refreshes with rotation', async () => {
  const config = await configured.native();
  const first = await codeFlow(config, clients.native.redirectUri, 'openid offline_access');

  const second = await client.refreshTokenGrant(config, first.refresh_token);
  const third = await client.refreshTokenGrant(config, second.refresh_token);

  secret(second.access_token, second.refresh_token, third.access_token, third.refresh_token);
  assert.equal(new Set([first, second, third].map((each) => each.refresh_token)).size, 3);
  assert.equal(new Set([first, second, third].map((each) => each.access_token)).size, 3);
});

for (const [name, configuration] of [
  ['client_secret_basic', configured.basic],
  ['client_secret_post', configured.post],
  ['private_key_jwt', configured.assertion],
]) {
  await check(`openid-client gets a token for itself by ${name}, and a hosted endpoint takes it`, async () => {
    const config = await configuration();

    const tokens = await client.clientCredentialsGrant(config, { scope: clientScope });
    const answer = await client.fetchProtectedResource(config, tokens.access_token, new URL(resource, issuer), 'GET');

    secret(tokens.access_token);
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.refresh_token, undefined);
    assert.equal(answer.status, 200);
  });
}

await check('openid-client introspects and revokes', async () => {
  const config = await configured.basic();
  const tokens = await codeFlow(config, CALLBACK, 'openid offline_access');

  const before = await client.tokenIntrospection(config, tokens.access_token);
  const refreshBefore = await client.tokenIntrospection(config, tokens.refresh_token);
  await client.tokenRevocation(config, tokens.refresh_token);
  const after = await client.tokenIntrospection(config, tokens.access_token);
  const refreshAfter = await client.tokenIntrospection(config, tokens.refresh_token);

  assert.equal(before.active, true);
  assert.equal(before.iss, issuer);
  assert.equal(before.client_id, clients.web.id);
  assert.equal(refreshBefore.active, true);
  assert.deepEqual({ ...after }, { active: false });
  assert.deepEqual({ ...refreshAfter }, { active: false });
  await refused(client.refreshTokenGrant(config, tokens.refresh_token), 400, 'invalid_grant');
});

await check('openid-client logs a device in', async () => {
  const config = await client.discovery(server, clients.device.id, {}, client.None());
  const started = await client.initiateDeviceAuthorization(config, { scope: 'openid platform.read' });
  const agent = newAgent();
  secret(started.device_code);

  const waiting = client.pollDeviceAuthorizationGrant(config, started, undefined, {
    signal: AbortSignal.timeout(60_000),
  });
  await approve(agent, started);
  const tokens = await waiting;

  secret(tokens.access_token, tokens.refresh_token, ...agent.cookies());
  assert.match(tokens.scope, /platform\.read/);
  assert.ok(started.user_code.length >= 8);
});

/** Goes through the pages of a device until no form is left. */
async function approve(agent, started) {
  try {
    await agent.visit(started.verification_uri_complete ?? started.verification_uri, 'never:');
  } catch (error) {
    if (!/no form at/.test(error.message)) {
      throw error;
    }
  }
}

await check('openid-client logs out, and the session is over', async () => {
  const config = await configured.basic();
  const agent = newAgent();
  const tokens = await codeFlow(config, CALLBACK, 'openid', { agent });
  const state = client.randomState();

  const url = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: clients.web.postLogoutRedirectUri,
    state,
  });
  const back = await agent.visit(url, clients.web.postLogoutRedirectUri);

  assert.equal(new URL(back.url).searchParams.get('state'), state);
  await assert.rejects(codeFlow(config, CALLBACK, 'openid', { agent, more: { prompt: 'none' } }), {
    error: 'login_required',
  });
});

await check('openid-client understands the errors of the token endpoint', async () => {
  const config = await configured.basic();
  const wrong = await client.discovery(server, clients.web.id, {}, client.ClientSecretBasic('srx_' + 'A'.repeat(43)));

  await refused(client.refreshTokenGrant(config, 'srr_' + 'A'.repeat(43)), 400, 'invalid_grant');
  await refused(client.clientCredentialsGrant(config, { scope: 'platform.keys' }), 400, 'invalid_scope');
  await assert.rejects(client.clientCredentialsGrant(wrong, {}), (error) => {
    // With a challenge in the answer this client tells of the challenge.
    assert.equal(error.status ?? error.response?.status, 401, String(error.stack));
    return true;
  });
});

await check('jose verifies access tokens by the published keys', async () => {
  const config = await configured.basic();
  const { access_token: token } = await client.clientCredentialsGrant(config, { scope: clientScope });
  const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));

  const { payload, protectedHeader } = await jose.jwtVerify(token, keys, {
    issuer,
    audience: issuer,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti', 'scope'],
  });

  secret(token);
  assert.equal(payload.client_id, clients.web.id);
  assert.equal(payload.scope, clientScope);
  assert.equal(typeof payload.aud, 'string');
  const { keys: published } = await (await fetch(config.serverMetadata().jwks_uri)).json();
  const own = published.find((each) => each.kid === protectedHeader.kid);
  assert.equal(await jose.calculateJwkThumbprint(own), own.kid);
  for (const key of published) {
    assert.equal(key.use, 'sig');
    assert.ok(!('d' in key) && !('p' in key) && key.kty !== 'oct', 'a private key is published');
  }
});

await check('jose refuses what is not an access token of this platform', async () => {
  const config = await configured.basic();
  const tokens = await codeFlow(config, CALLBACK, 'openid');
  const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));

  await assert.rejects(jose.jwtVerify(tokens.id_token, keys, { issuer, audience: issuer, typ: 'at+jwt' }));
});
