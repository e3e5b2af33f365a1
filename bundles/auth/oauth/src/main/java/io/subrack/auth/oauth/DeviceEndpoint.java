/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.DeviceRequest;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets a device without a browser ask for access (RFC 8628 section 3.1). */
final class DeviceEndpoint implements Endpoint {
    private static final int TRIES = 5;
    private static final int MOST_PER_MINUTE = 60;
    private static final int TOO_MANY = 429;

    private final Services services;
    private final ClientAuthentication authentication;
    private final Attempts requests;
    private final PendingDevices pending = new PendingDevices();

    DeviceEndpoint(Services services, ClientAuthentication authentication) {
        this.services = services;
        this.authentication = authentication;
        this.requests = new Attempts(services.clock(), Duration.ofMinutes(1));
    }

    @Override
    public Reply answer(Call call) {
        FormParameters form = call.form();
        Client client = authentication.authenticate(call, form, "device_authorization");
        if (!client.grantTypes().contains(GrantTypes.DEVICE_CODE)) {
            throw OAuthException.of("unauthorized_client", "the client may not use device codes");
        }
        Set<String> scopes = ScopeRules.asked(client, form.orNull("scope"));
        Instant now = services.clock().instant();
        if (requests.count(Networks.of(call.from().address())) > MOST_PER_MINUTE
                || !pending.take(now, now.plus(services.settings().device()))) {
            throw OAuthException.of("slow_down", TOO_MANY, "too many requests", Map.of("Retry-After", "60"));
        }
        String deviceCode = Opaque.secret(Opaque.DEVICE_CODE);
        return reply(deviceCode, store(deviceCode, client, scopes));
    }

    private DeviceRequest store(String deviceCode, Client client, Set<String> scopes) {
        StoreConflictException taken = new StoreConflictException("no user code is free");
        for (int i = 0; i < TRIES; i++) {
            Instant now = services.clock().instant();
            DeviceRequest request = new DeviceRequest(
                    Opaque.hash(deviceCode),
                    Opaque.userCode(),
                    client.id(),
                    scopes,
                    now,
                    now.plus(services.settings().device()),
                    services.settings().devicePoll());
            try {
                services.grants().create(request);
                return request;
            } catch (StoreConflictException e) {
                taken = e;
            }
        }
        throw new StoreUnavailableException("no user code is free", taken);
    }

    private Reply reply(String deviceCode, DeviceRequest request) {
        String page = services.issuer().url(Paths.DEVICE_PAGE);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("device_code", deviceCode);
        members.put("user_code", request.userCode());
        members.put("verification_uri", page);
        members.put(
                "verification_uri_complete", ClientAnswers.withQuery(page, List.of("user_code", request.userCode())));
        members.put("expires_in", services.settings().device().toSeconds());
        members.put("interval", request.interval().toSeconds());
        return Reply.json(200, members);
    }
}
