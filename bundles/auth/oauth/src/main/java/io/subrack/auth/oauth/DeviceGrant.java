/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.DevicePoll;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.UserStore.User;

/** Tokens for a device whose user has answered elsewhere (RFC 8628 section 3.4). */
final class DeviceGrant implements TokenGrant {
    private final Services services;
    private final TokenIssue issue;

    DeviceGrant(Services services, TokenIssue issue) {
        this.services = services;
        this.issue = issue;
    }

    @Override
    public Reply answer(Call call, FormParameters form, Client client) {
        String code =
                form.get("device_code").orElseThrow(() -> OAuthException.invalidRequest("device_code is missing"));
        DevicePoll poll = services.grants()
                .pollDevice(Opaque.hash(code), client.id(), services.clock().instant());
        if (!(poll instanceof DevicePoll.Approved approved)) {
            throw refusal(poll);
        }
        Grant grant = approved.grant();
        try {
            User user = issue.user(client, grant);
            String refreshToken = issue.firstRefreshToken(client, grant).orElse(null);
            return issue.ofUser(
                    client, grant, user, grant.scopes(), null, refreshToken, GrantTypes.DEVICE_CODE, call.from());
        } catch (OAuthException e) {
            // The code is gone, so nobody can do anything with its grant.
            services.grants().revoke(grant.id(), services.clock().instant());
            throw e;
        }
    }

    private static OAuthException refusal(DevicePoll poll) {
        if (poll instanceof DevicePoll.Pending) {
            return OAuthException.of("authorization_pending", "the user has not answered yet");
        }
        if (poll instanceof DevicePoll.SlowDown) {
            return OAuthException.of("slow_down", "wait five seconds longer between two questions");
        }
        if (poll instanceof DevicePoll.Denied) {
            return OAuthException.of("access_denied", "the user does not allow it");
        }
        if (poll instanceof DevicePoll.Expired) {
            return OAuthException.of("expired_token", "the device code is over; ask for a new one");
        }
        return OAuthException.invalidGrant("the device code is unknown or was used");
    }
}
