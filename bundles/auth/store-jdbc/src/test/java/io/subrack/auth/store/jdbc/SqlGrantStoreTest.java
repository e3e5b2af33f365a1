/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import static io.subrack.auth.store.jdbc.Samples.NOW;
import static io.subrack.auth.store.jdbc.Samples.client;
import static io.subrack.auth.store.jdbc.Samples.grant;
import static io.subrack.auth.store.jdbc.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.GrantStore.Code;
import io.subrack.auth.spi.GrantStore.DevicePoll;
import io.subrack.auth.spi.GrantStore.DeviceRequest;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.GrantStore.Redemption;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.data.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

class SqlGrantStoreTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Instant IDLE = NOW.plus(Duration.ofDays(14));
    private static final Code CODE =
            new Code("code", "https://a.example/cb", "challenge", "nonce", NOW.plusSeconds(60));

    private static GrantStore store(DataSource source) {
        new SqlUserStore(source).create(user("ada"));
        new SqlUserStore(source).create(user("bob"));
        new SqlClientStore(source).create(client("shop"));
        new SqlClientStore(source).create(client("tv"));
        return new SqlGrantStore(source);
    }

    private static GrantStore withToken(DataSource source) {
        GrantStore store = store(source);
        store.create(grant("g", "ada", "shop"), CODE);
        assertThat(store.addRefreshToken("g", "t1", NOW, IDLE)).isTrue();
        return store;
    }

    @EachDatabase(of = SqlGrantStore.class)
    void redeemsACodeOnceAndRevokesTheGrantOfWhoTriesAgain(DataSource source) {
        GrantStore store = store(source);
        store.create(grant("g", "ada", "shop"), CODE);

        assertThat(store.redeem("code", NOW)).isEqualTo(new Redemption.Redeemed(grant("g", "ada", "shop"), CODE));
        assertThat(store.redeem("code", NOW)).isInstanceOf(Redemption.Reused.class);
        assertThat(store.grant("g").orElseThrow().revoked()).isEqualTo(NOW);
        assertThat(store.addRefreshToken("g", "late", NOW, IDLE)).isFalse();
        assertThat(store.redeem("other", NOW)).isInstanceOf(Redemption.Unknown.class);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void doesNotRedeemACodeThatIsOver(DataSource source) {
        GrantStore store = store(source);
        store.create(grant("g", "ada", "shop"), CODE);

        assertThat(store.redeem("code", CODE.expires())).isInstanceOf(Redemption.Unknown.class);
        assertThat(store.grant("g").orElseThrow().revoked()).isNull();
    }

    @EachDatabase(of = SqlGrantStore.class)
    void letsOneOfManyRedeemACode(DataSource source) throws Exception {
        GrantStore store = store(source);
        store.create(grant("g", "ada", "shop"), CODE);

        List<Redemption> results = Samples.atOnce(10, i -> store.redeem("code", NOW));

        assertThat(results).filteredOn(Redemption.Redeemed.class::isInstance).hasSize(1);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void rotatesARefreshToken(DataSource source) {
        GrantStore store = withToken(source);

        assertThat(store.byRefreshToken("t1", NOW)).isPresent();
        assertThat(store.rotate("t1", "t2", NOW, IDLE, GRACE)).isInstanceOf(Redemption.Redeemed.class);
        assertThat(store.byRefreshToken("t1", NOW)).isEmpty();
        assertThat(store.rotate("t2", "t3", NOW, IDLE, GRACE)).isInstanceOf(Redemption.Redeemed.class);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void letsOneOfManyRotate(DataSource source) throws Exception {
        GrantStore store = withToken(source);

        List<Redemption> results = Samples.atOnce(10, i -> store.rotate("t1", "next" + i, NOW, IDLE, GRACE));

        assertThat(results).filteredOn(Redemption.Redeemed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Redemption.Reused.class::isInstance).isEmpty();
        assertThat(store.grant("g").orElseThrow().revoked()).isNull();
    }

    @EachDatabase(of = SqlGrantStore.class)
    void replacesTheSuccessorWhoseAnswerWasLost(DataSource source) {
        GrantStore store = withToken(source);
        store.rotate("t1", "lost", NOW, IDLE, GRACE);
        Instant retry = NOW.plusSeconds(3);

        assertThat(store.rotate("t1", "t2", retry, IDLE, GRACE)).isInstanceOf(Redemption.Redeemed.class);
        assertThat(store.byRefreshToken("lost", retry)).isEmpty();
        assertThat(store.rotate("t2", "t3", retry, IDLE, GRACE)).isInstanceOf(Redemption.Redeemed.class);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void revokesTheFamilyOfWhoHasTheAnswerThatSeemedLost(DataSource source) {
        GrantStore store = withToken(source);
        store.rotate("t1", "stolen", NOW, IDLE, GRACE);
        store.rotate("t1", "t2", NOW.plusSeconds(3), IDLE, GRACE);

        assertThat(store.rotate("stolen", "x", NOW.plusSeconds(5), IDLE, GRACE)).isInstanceOf(Redemption.Reused.class);
        assertThat(store.byRefreshToken("t2", NOW.plusSeconds(5))).isEmpty();
    }

    @EachDatabase(of = SqlGrantStore.class)
    void revokesTheFamilyOfATokenWhoseSuccessorWasUsed(DataSource source) {
        GrantStore store = withToken(source);
        store.rotate("t1", "t2", NOW, IDLE, GRACE);
        store.rotate("t2", "t3", NOW.plusSeconds(1), IDLE, GRACE);

        assertThat(store.rotate("t1", "x", NOW.plusSeconds(3), IDLE, GRACE)).isInstanceOf(Redemption.Reused.class);
        assertThat(store.byRefreshToken("t3", NOW)).isEmpty();
        assertThat(store.rotate("t3", "t4", NOW.plusSeconds(4), IDLE, GRACE)).isInstanceOf(Redemption.Unknown.class);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void revokesTheFamilyAfterTheGraceTime(DataSource source) {
        GrantStore store = withToken(source);
        store.rotate("t1", "t2", NOW, IDLE, GRACE);

        assertThat(store.rotate("t1", "x", NOW.plus(GRACE), IDLE, GRACE)).isInstanceOf(Redemption.Reused.class);
        assertThat(store.byRefreshToken("t2", NOW)).isEmpty();
        assertThat(store.rotate("t1", "x", NOW.plus(GRACE), IDLE, GRACE))
                .isInstanceOfSatisfying(
                        Redemption.Reused.class,
                        again -> assertThat(again.grant().revoked()).isNotNull());
    }

    @EachDatabase(of = SqlGrantStore.class)
    void doesNotRotateWhatIsOver(DataSource source) {
        GrantStore store = withToken(source);

        assertThat(store.rotate("t1", "t2", IDLE, IDLE, GRACE)).isInstanceOf(Redemption.Unknown.class);
        assertThat(store.rotate("never", "t2", NOW, IDLE, GRACE)).isInstanceOf(Redemption.Unknown.class);
        store.revoke("g", NOW);
        assertThat(store.rotate("t1", "t2", NOW, IDLE, GRACE)).isInstanceOf(Redemption.Unknown.class);
    }

    @EachDatabase(of = SqlGrantStore.class)
    void revokesAllOfAUserOrClient(DataSource source) {
        GrantStore store = store(source);
        store.create(grant("g1", "ada", "shop"), CODE);
        store.create(grant("g2", "bob", "shop"), new Code("c2", null, null, null, NOW.plusSeconds(60)));
        store.create(grant("g3", "bob", "tv"), new Code("c3", null, null, null, NOW.plusSeconds(60)));

        assertThat(store.grants("u-bob", NOW)).extracting(Grant::id).containsExactlyInAnyOrder("g2", "g3");
        assertThat(store.alive("u-bob", null, NOW)).containsExactlyInAnyOrder("g2", "g3");
        assertThat(store.alive(null, "shop", NOW)).containsExactlyInAnyOrder("g1", "g2");
        assertThat(store.revokeAll("u-bob", "shop", NOW)).containsExactly("g2");
        assertThat(store.alive(null, "shop", NOW)).containsExactly("g1");
        assertThat(store.revokeAll("u-bob", null, NOW)).containsExactly("g3");
        assertThat(store.revokeAll(null, "shop", NOW)).containsExactly("g1");
        assertThat(store.revoke("g1", NOW)).isFalse();
        assertThat(store.grants("u-bob", NOW)).isEmpty();
    }

    @EachDatabase(of = SqlGrantStore.class)
    void movesTheGrantsOfAUserFromOneSessionToAnother(DataSource source) {
        GrantStore store = store(source);
        Grant ada = grant("g1", "ada", "shop");
        store.create(ada, CODE);
        store.create(grant("g2", "bob", "shop"), new Code("c2", null, null, null, NOW.plusSeconds(60)));

        store.move("u-ada", String.valueOf(ada.sessionId()), "fresh");
        store.move("u-bob", "another", "fresh");

        assertThat(store.grant("g1").orElseThrow().sessionId()).isEqualTo("fresh");
        assertThat(store.grant("g2").orElseThrow().sessionId()).isNotEqualTo("fresh");
    }

    @EachDatabase(of = SqlGrantStore.class)
    void givesAnApprovedDeviceItsGrantOnce(DataSource source) {
        GrantStore store = store(source);
        store.create(device());

        assertThat(store.pollDevice("device", "tv", NOW)).isEqualTo(new DevicePoll.Pending());
        assertThat(store.pollDevice("device", "tv", NOW.plusSeconds(1))).isEqualTo(new DevicePoll.SlowDown());
        assertThat(store.pollDevice("device", "tv", NOW.plusSeconds(7))).isEqualTo(new DevicePoll.SlowDown());
        assertThat(store.deviceByUserCode("BCDF-GHJK", NOW).orElseThrow().clientId())
                .isEqualTo("tv");
        assertThat(store.answerDevice("BCDF-GHJK", grant("g", "ada", "tv"), NOW))
                .isTrue();
        assertThat(store.answerDevice("BCDF-GHJK", grant("g2", "bob", "tv"), NOW))
                .isFalse();
        assertThat(store.grant("g2")).isEmpty();
        assertThat(store.deviceByUserCode("BCDF-GHJK", NOW)).isEmpty();
        assertThat(store.pollDevice("device", "shop", NOW)).isEqualTo(new DevicePoll.Unknown());
        assertThat(store.pollDevice("device", "tv", NOW)).isEqualTo(new DevicePoll.Approved(grant("g", "ada", "tv")));
        assertThat(store.pollDevice("device", "tv", NOW)).isEqualTo(new DevicePoll.Unknown());
    }

    @EachDatabase(of = SqlGrantStore.class)
    void tellsADeviceThatItWasDeniedOrIsTooLate(DataSource source) {
        GrantStore store = store(source);
        store.create(device());

        assertThatThrownBy(() -> store.create(device())).isInstanceOf(StoreConflictException.class);
        assertThat(store.answerDevice("BCDF-GHJK", null, NOW)).isTrue();
        assertThat(store.pollDevice("device", "tv", NOW)).isEqualTo(new DevicePoll.Denied());
        assertThat(store.pollDevice("device", "tv", NOW.plusSeconds(600))).isEqualTo(new DevicePoll.Expired());
    }

    @EachDatabase(of = SqlGrantStore.class)
    void purgesWhatEndedLongAgo(DataSource source) {
        GrantStore store = withToken(source);
        store.create(device());
        store.revoke("g", NOW);

        store.purge(NOW.plus(Duration.ofDays(1)));

        assertThat(store.grant("g")).isEmpty();
        assertThat(store.redeem("code", NOW)).isInstanceOf(Redemption.Unknown.class);
        assertThat(store.pollDevice("device", "tv", NOW)).isEqualTo(new DevicePoll.Unknown());
    }

    private static DeviceRequest device() {
        return new DeviceRequest(
                "device", "BCDF-GHJK", "tv", Set.of("openid"), NOW, NOW.plusSeconds(600), Duration.ofSeconds(5));
    }
}
