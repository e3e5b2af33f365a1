/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.noticeboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.examples.noticeboard.NoticeboardResource.Draft;
import io.subrack.pages.api.ContributionCheck;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.file.Path;
import java.security.Principal;
import org.junit.jupiter.api.Test;

class NoticeboardTest {
    private final NoticeboardResource board = new NoticeboardResource();

    /** What the plan would say of the pages, said by the build. */
    @Test
    void bringsPagesThatThePlatformTakes() {
        assertThat(ContributionCheck.folder(Path.of("target/classes"), "console/contribution.json"))
                .isEmpty();
    }

    @Test
    void showsTheNewestFirst() {
        board.pin(new Draft("one"), ada());
        board.pin(new Draft("two"), ada());

        assertThat(board.notices().items()).extracting(Notice::text).containsExactly("two", "one");
        assertThat(board.notices().items()).extracting(Notice::author).containsOnly("ada");
    }

    @Test
    void refusesANoticeOfNothing() {
        assertThatThrownBy(() -> board.pin(new Draft(" "), ada())).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> board.remove(7)).isInstanceOf(NotFoundException.class);
    }

    private static SecurityContext ada() {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return () -> "ada";
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public String getAuthenticationScheme() {
                return "bearer";
            }
        };
    }
}
