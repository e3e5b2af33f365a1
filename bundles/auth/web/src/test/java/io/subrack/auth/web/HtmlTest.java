/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @Test
    void escapesTextsAndValuesOfAttributes() {
        Html html = Html.element("p").attr("title", "\"><script>'").text("<b>&amp;</b>");

        assertThat(written(html))
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;&#39;\">&lt;b&gt;&amp;amp;&lt;/b&gt;</p>");
    }

    @Test
    void marksCharactersThatDeceiveTheEye() {
        assertThat(written(Html.text("pay\u202Eerf\u2066\u0000\uD800\n")))
                .isEqualTo("pay\uFFFDerf\uFFFD\uFFFD\uFFFD\n");
    }

    @Test
    void keepsForeignTextsApart() {
        assertThat(written(Html.foreign("a<b"))).isEqualTo("<bdi>a&lt;b</bdi>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "//evil.example",
                "/\\evil.example",
                "evil",
                " javascript:x",
                ""
            })
    void refusesAddressesThatRunSomethingOrLeadAstray(String address) {
        Html.Element link = Html.element("a");

        assertThatThrownBy(() -> link.attr("href", address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login?request=a", "https://client.example/cb", "com.example.app:/cb", "#main"})
    void takesPathsAndClients(String address) {
        assertThat(Html.element("a").attr("href", address).attributes()).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "ONLOAD", "a b", "a>", ""})
    void refusesNamesThatPagesDoNotUse(String name) {
        Html.Element link = Html.element("a");

        assertThatThrownBy(() -> link.attr(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(Html html) {
        StringBuilder out = new StringBuilder();
        html.write(out);
        return out.toString();
    }
}
