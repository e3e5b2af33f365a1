/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.api.WebProblem;
import io.subrack.web.provider.RequestPath.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "//a",
                "/a//b",
                "/a//",
                "/./a",
                "/a/.",
                "/a/..",
                "/a/../b",
                "/..",
                "/a;b",
                "/a;b=c/d",
                "/;/a",
                "/a\\b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/%2e%2e/a",
                "/a/%2E",
                "/a%2eb",
                "/a%00",
                "/%0a",
                "/a%7F"
            })
    void refusesWhatCanBeReadInTwoWays(String path) {
        assertThatThrownBy(() -> RequestPath.decode(path))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem()).isEqualTo(WebProblem.AMBIGUOUS_PATH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%+1",
                "/a%C3",
                "/a%C0%AF",
                "/a%ff",
                "/a%ED%A0%80",
                "/a b",
                "/ä",
                "/a\u0001",
                "/a\u007f",
                "/{a}",
                "/a|b",
                "/a\"",
                "/<a>",
                "/a^",
                "/`a`",
                "/a%u0041"
            })
    void refusesWhatIsMalformed(String path) {
        assertThatThrownBy(() -> RequestPath.decode(path))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem()).isEqualTo(WebProblem.BAD_REQUEST));
    }

    @Test
    void decodesWhatIsClear() throws Refused {
        assertThat(RequestPath.decode("/")).isEqualTo("/");
        assertThat(RequestPath.decode("/a/")).isEqualTo("/a/");
        assertThat(RequestPath.decode("/a.b/..c/.d/e.../f..")).isEqualTo("/a.b/..c/.d/e.../f..");
        assertThat(RequestPath.decode("/%67reeter/J%C3%BCrgen%20X")).isEqualTo("/greeter/Jürgen X");
        assertThat(RequestPath.decode("/100%25/a:b@c!$&'()*+,=-_~")).isEqualTo("/100%/a:b@c!$&'()*+,=-_~");
    }

    @Test
    void makesNoCopyOfAPlainPath() throws Refused {
        String path = "/greeter/ada";

        assertThat(RequestPath.decode(path)).isSameAs(path);
    }

    @Test
    void refusesABrokenQuery() throws Refused {
        RequestPath.checkQuery("a=b%20c&d=%C3%BC;e={f}");

        assertThatThrownBy(() -> RequestPath.checkQuery("q=100%")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> RequestPath.checkQuery("q=%xy&r=1")).isInstanceOf(Refused.class);
    }
}
