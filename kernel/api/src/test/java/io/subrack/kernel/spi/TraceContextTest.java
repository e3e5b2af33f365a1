/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    @Test
    void goesOnWithTheTraceOfACaller() {
        TraceContext context = TraceContext.goOn("00-" + TRACE + "-" + PARENT + "-01", "vendor=1");

        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(context.parentId()).isEqualTo(PARENT);
        assertThat(context.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(PARENT);
        assertThat(context.sampled()).isTrue();
        assertThat(context.state()).isEqualTo("vendor=1");
        assertThat(context.header()).isEqualTo("00-" + TRACE + "-" + context.spanId() + "-01");
    }

    @Test
    void sendsNoFlagOnThatItDoesNotKnow() {
        assertThat(TraceContext.goOn("00-" + TRACE + "-" + PARENT + "-fe", null).header())
                .endsWith("-00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c8031\n9c-b7ad6b716920333-01"
            })
    void beginsATraceOfItsOwnWhereTheHeaderIsNotAsItMustBe(String header) {
        TraceContext context = TraceContext.goOn(header, "vendor=1");

        assertThat(context.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
        assertThat(context.parentId()).isNull();
        assertThat(context.state()).isEmpty();
    }

    @Test
    void dropsAStateThatIsTooLongOrNotText() {
        String parent = "00-" + TRACE + "-" + PARENT + "-00";

        assertThat(TraceContext.goOn(parent, "a=" + "b".repeat(511)).state()).isEmpty();
        assertThat(TraceContext.goOn(parent, "a=\u0007").state()).isEmpty();
        assertThat(TraceContext.goOn(parent, "a=b,c=d").state()).isEqualTo("a=b,c=d");
    }

    @Test
    void carriesBaggageOnUnlessItCouldDoHarm() {
        String parent = "00-" + TRACE + "-" + PARENT + "-00";

        assertThat(TraceContext.goOn(parent, null, "tenant=a,user=b;x=1").baggage())
                .isEqualTo("tenant=a,user=b;x=1");
        assertThat(TraceContext.goOn(parent, null, "a=\r\nSet-Cookie: b").baggage())
                .isEmpty();
        assertThat(TraceContext.goOn(parent, null, "a=" + "b".repeat(8_191)).baggage())
                .isEmpty();
        assertThat(TraceContext.goOn("nonsense", null, "a=b").baggage()).isEmpty();
    }

    @Test
    void givesEachTraceAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(TraceContext.begin().traceId());
            ids.add(TraceContext.begin().spanId());
        }

        assertThat(ids).hasSize(2_000);
    }

    @Test
    void isTheThreadsUntilItIsSetBack() {
        TraceContext context = TraceContext.begin();

        TraceContext.setCurrent(context);
        assertThat(TraceContext.current()).isSameAs(context);
        TraceContext.setCurrent(null);
        assertThat(TraceContext.current()).isNull();
    }
}
