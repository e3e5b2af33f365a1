/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Availability availability = new Availability("the database", nanos::get);

    @Test
    void letsOneTryNowAndThenWhileAllOthersFailAtOnce() {
        availability.failed(new SQLException("connection refused"));

        assertThatThrownBy(availability::check)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("the database cannot be used right now: connection refused");
        nanos.addAndGet(600_000_000);
        assertThatCode(availability::check).doesNotThrowAnyException();
        assertThatThrownBy(availability::check).isInstanceOf(SQLTransientConnectionException.class);
    }

    @Test
    void letsAllThroughAfterASuccess() {
        availability.failed(new SQLException("connection refused"));

        availability.succeeded();

        assertThatCode(availability::check).doesNotThrowAnyException();
        assertThat(availability.fault()).isEmpty();
    }
}
