/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.oauth.AuthorizationRequest.Target;
import io.subrack.auth.spi.AuthorizationRequests.Answer;
import io.subrack.auth.spi.Issuer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answers that go back to a client through the browser (RFC 6749 section 4.1.2, RFC 9207). */
final class ClientAnswers {
    private final Issuer issuer;

    ClientAnswers(Issuer issuer) {
        this.issuer = issuer;
    }

    Answer code(Target target, String code) {
        return answer(target, List.of("code", code));
    }

    Answer error(Target target, String error, String description) {
        return answer(target, List.of("error", error, "error_description", description));
    }

    private Answer answer(Target target, List<String> fields) {
        List<String> all = new ArrayList<>(fields);
        String state = target.state();
        if (state != null) {
            all.addAll(List.of("state", state));
        }
        all.addAll(List.of("iss", issuer.url().toString()));
        return target.formPost()
                ? new Answer(target.redirectUri(), all)
                : new Answer(withQuery(target.redirectUri(), all), null);
    }

    /** Adds parameters to a URI, which may have some already. */
    static String withQuery(String uri, List<String> namesAndValues) {
        StringBuilder text = new StringBuilder(uri);
        char separator = uri.indexOf('?') < 0 ? '?' : '&';
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            text.append(separator).append(encoded(namesAndValues.get(i)));
            text.append('=').append(encoded(namesAndValues.get(i + 1)));
            separator = '&';
        }
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Reply reply(Answer answer) {
        @Nullable List<String> form = answer.form();
        return form == null ? Reply.redirect(answer.location()) : Pages.formPost(answer.location(), form);
    }
}
