/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRequestTest {
    @Test
    void asksForNothingWithoutTheHeader() {
        assertThat(DataRequest.of("com.acme.orders", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "orders|orders|db/migration",
                " orders ; migrations = \"sql\" |orders|sql",
                "orders;migrations=/sql/orders/|orders|sql/orders",
                "*|com_acme_orders|db/migration",
                "*;migrations=\"a;b\"|refused|",
            })
    void readsTheHeader(String header, String schema, String folder) {
        if ("refused".equals(schema)) {
            assertThatThrownBy(() -> DataRequest.of("com.acme.orders", header)).hasMessageContaining("plain path");
            return;
        }

        DataRequest request = DataRequest.of("com.acme.orders", header).orElseThrow();

        assertThat(request.schema().value()).isEqualTo(schema);
        assertThat(request.migrations()).isEqualTo(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Orders",
                "1orders",
                "orders\"; DROP SCHEMA x",
                "orders'--",
                "or ders",
                "public",
                "information_schema",
                "pg_catalog",
                "subrack",
                "orders, more",
                "orders;other=1",
                "orders;migrations=a;migrations=b",
                "orders;migrations=../../etc",
                "orders;migrations=\"a b\"",
                "orders;migrations=\"open",
                "ordersordersordersordersordersordersordersordersorders",
                "\u00f6rders",
                "orders\u0000",
            })
    void refusesWhatIsNoPlainName(String header) {
        assertThatThrownBy(() -> DataRequest.of("com.acme.orders", header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the header Subrack-Data cannot be used: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1.2", "com.acme.Orders-Store", "pg_x", "public", "", "..", "\u00e9\u00e8"})
    void derivesAUsableNameFromAnySymbolicName(String symbolicName) {
        assertThat(SchemaName.derived(symbolicName).value()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    void keepsLongNamesApart() {
        String common = "com.acme.a.very.long.name.of.a.bundle.that.goes.on.and.on.";

        assertThat(SchemaName.derived(common + "one")).isNotEqualTo(SchemaName.derived(common + "two"));
    }
}
