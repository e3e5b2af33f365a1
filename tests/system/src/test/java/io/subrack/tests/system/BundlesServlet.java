/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

abstract class BundlesServlet extends BundlesPart {
    @Test
    void servesServletFilterAndStaticFiles() throws Exception {
        subrack.ensure("guestbook-servlet");

        ApiAnswer signed = subrack.operator()
                .send(
                        "POST",
                        "/guestbook/entries",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("name=Ada+%3Cb%3E"));
        ApiAnswer page = subrack.operator().get("/guestbook");
        ApiAnswer style = subrack.operator().get("/guestbook/static/guestbook.css");

        assertThat(signed.status()).as(signed.toString()).isEqualTo(303);
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.text()).contains("<li>Ada &lt;b&gt;");
        assertThat(page.header("cache-control")).isEqualTo("no-store");
        assertThat(style.status()).as(style.toString()).isEqualTo(200);
        assertThat(style.text()).contains("sans-serif");
        assertThat(subrack.operator().get("/guestbook/static/none.css").status())
                .isEqualTo(404);
    }
}
