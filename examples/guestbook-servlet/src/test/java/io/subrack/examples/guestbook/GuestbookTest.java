/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.guestbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuestbookTest {
    private final Guestbook guestbook = new Guestbook();

    @Test
    void showsTheNewestGuestFirst() {
        guestbook.sign("Ada");
        guestbook.sign("Grace");

        assertThat(guestbook.guests()).containsExactly("Grace", "Ada");
    }

    @Test
    void forgetsTheOldestGuestWhenItIsFull() {
        for (int i = 0; i <= 100; i++) {
            guestbook.sign("guest " + i);
        }

        assertThat(guestbook.guests()).hasSize(100).doesNotContain("guest 0");
    }

    @Test
    void wantsAName() {
        assertThatThrownBy(() -> guestbook.sign(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guestbook.sign(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsMarkupAsText() {
        assertThat(GuestbookServlet.escape("<b>\"R&D\"</b>")).isEqualTo("&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;");
    }
}
