/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests.Pending;
import io.subrack.auth.spi.AuthorizationRequests.Scope;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.UserStore.User;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The pages over fakes, for one test. */
final class House {
    static final String PASSWORD = "correct horse battery";

    final Time clock = new Time();
    boolean claimed;
    final FakeAccounts accounts = new FakeAccounts(clock);
    final FakeRequests requests = new FakeRequests();
    final FakeApplications applications = new FakeApplications();
    final Site site;

    House() {
        Issuer issuer = () -> URI.create("https://subrack.example");
        Scopes scopes = () -> List.of(
                new Scopes.Known("orders.read", "Read orders", "com.acme.orders"),
                new Scopes.Known("platform.read", "See what runs here", ""));
        site = new Site(new Services(
                accounts, requests, applications, scopes, issuer, () -> claimed || !accounts.users.isEmpty(), clock));
    }

    /** Lets a client wait for a login or consent. */
    House asked() {
        requests.pending.put(FakeRequests.SEALED, pending("Acme Reports"));
        return this;
    }

    static Pending pending(String clientName) {
        return new Pending(
                "acme-reports",
                clientName,
                "",
                List.of(new Scope("openid", "Know who you are"), new Scope("orders.read", "Read orders")));
    }

    User user() {
        return accounts.add("ada", PASSWORD);
    }

    Browser browser() {
        return new Browser(site);
    }

    /** Returns the browser of somebody who is logged in. */
    Browser loggedIn() {
        user();
        Browser browser = browser();
        browser.logIn("ada", PASSWORD);
        return browser;
    }

    /** A clock that stands still. */
    static final class Time extends Clock {
        private Instant now = Instant.parse("2026-11-20T10:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
