/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevicePageTest {
    private final House house = new House();
    private Browser browser;

    @BeforeEach
    void someoneIsLoggedInAndADeviceWaits() {
        browser = house.loggedIn();
        house.requests.devices.put(FakeRequests.USER_CODE, House.pending("Acme CLI"));
    }

    @Test
    void looksNothingUpForALink() {
        Answer answer = browser.get("/device?user_code=ABCD-EFGH");

        assertThat(answer.body()).contains("value=\"ABCD-EFGH\"").doesNotContain("Acme CLI");
        assertThat(house.requests.lookups).isZero();
    }

    @Test
    void connectsADeviceAfterALookAtIt() {
        browser.get("/device");

        Answer confirm = browser.submit("/device", "user_code", FakeRequests.USER_CODE);
        assertThat(confirm.body()).contains("Acme CLI").contains("Read orders").contains(FakeRequests.USER_CODE);
        assertThat(house.requests.decisions).isEmpty();

        Answer done = browser.submit("/device", "decision", "allow");
        assertThat(done.body()).contains("Device connected");
        assertThat(house.requests.decisions).containsExactly("allow ABCD-EFGH id-ada");
    }

    @Test
    void deniesWhatIsNotAllowed() {
        browser.get("/device");
        browser.submit("/device", "user_code", FakeRequests.USER_CODE);

        Answer done = browser.submit("/device", "decision", "deny");

        assertThat(done.body()).contains("Not allowed");
        assertThat(house.requests.decisions).containsExactly("deny ABCD-EFGH id-ada");
    }

    @Test
    void stopsGuessesAfterAWhile() {
        for (int i = 0; i < 10; i++) {
            browser.get("/device");
            assertThat(browser.submit("/device", "user_code", "WRNG-000" + i).status())
                    .isEqualTo(422);
        }

        browser.get("/device");
        Answer stopped = browser.submit("/device", "user_code", FakeRequests.USER_CODE);
        assertThat(stopped.status()).isEqualTo(429);
        assertThat(stopped.headers()).containsEntry("Retry-After", "601");
        assertThat(house.requests.lookups).isEqualTo(10);

        house.clock.advance(Duration.ofMinutes(11));
        browser.get("/device");
        assertThat(browser.submit("/device", "user_code", FakeRequests.USER_CODE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void doesNotCountRightCodes() {
        for (int i = 0; i < 30; i++) {
            browser.get("/device");
            assertThat(browser.submit("/device", "user_code", FakeRequests.USER_CODE)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sendsStrangersToTheLogin() {
        Answer answer = house.browser().get("/device?user_code=%22%3E%3Cscript%3E");

        assertThat(answer.headers()).containsEntry("Location", "/login?next=%2Fdevice");
    }
}
