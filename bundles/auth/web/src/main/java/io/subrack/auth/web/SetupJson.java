/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the first admin for a script: {@code {"token":…,"name":…,"password":…}}. Needs no form's token, because no other
 * site can make a browser send JSON, and the setup token is no cookie.
 */
final class SetupJson {
    static final String TYPE = "application/json";

    private static final int MOST_MEMBERS = 8;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final Services services;

    SetupJson(Services services) {
        this.services = services;
    }

    Answer answer(Call call) {
        if (OwnForms.isForeign(call, services.issuer())) {
            throw new ProblemException(WebProblem.FORBIDDEN, "another site made the browser send this");
        }
        Map<String, String> members = read(call);
        if (services.claimed().getAsBoolean()) { // also by what another database than this one says
            throw new ProblemException(AccountProblem.CONFLICT, "somebody has claimed this installation already");
        }
        try {
            User user = services.accounts()
                    .claim(
                            member(members, "token").strip(),
                            member(members, "name"),
                            member(members, "password"),
                            call.from());
            return Answer.of(201, TYPE, write(user)).header(Answer.CACHE_CONTROL, "no-store");
        } catch (RejectedException e) {
            throw problem(e);
        }
    }

    /** Says that this cannot be done now, as a problem document. */
    Answer unavailable(Call call) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("type", WebProblem.NOT_SERVING.urn());
            out.writeStringField("title", WebProblem.NOT_SERVING.title());
            out.writeNumberField("status", WebProblem.NOT_SERVING.status());
            out.writeStringField(
                    "instance", "urn:subrack:request:" + call.from().requestId());
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("text cannot be written to memory", e);
        }
        return Answer.of(WebProblem.NOT_SERVING.status(), "application/problem+json", text.toString())
                .header(Answer.CACHE_CONTROL, "no-store");
    }

    private static ProblemException problem(RejectedException rejected) {
        AccountProblem type = switch (rejected.reason()) {
            case WRONG_CREDENTIAL -> AccountProblem.WRONG_CREDENTIAL;
            case BAD_VALUE -> AccountProblem.BAD_VALUE;
            case CONFLICT, ALREADY_CLAIMED -> AccountProblem.CONFLICT;
            case TOO_MANY -> AccountProblem.TOO_MANY;
            case BUSY -> AccountProblem.BUSY;
        };
        return new ProblemException(type, String.valueOf(rejected.getMessage()));
    }

    private static String member(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new ProblemException(AccountProblem.BAD_VALUE, "the member " + name + " is missing");
        }
        return value;
    }

    private Map<String, String> read(Call call) {
        byte[] body = call.body();
        if (body == null) {
            throw new ProblemException(WebProblem.CONTENT_TOO_LARGE, "the document is too large");
        }
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() != JsonToken.VALUE_STRING || members.size() >= MOST_MEMBERS) {
                    throw malformed();
                }
                members.put(name, parser.getText());
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed();
            }
        } catch (IOException e) { // its message would repeat the document
            throw malformed();
        }
        return members;
    }

    private static ProblemException malformed() {
        return new ProblemException(
                WebProblem.BAD_REQUEST, "send a JSON object with the texts token, name and password, each once");
    }

    private String write(User user) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeObjectFieldStart("user");
            out.writeStringField("id", user.id());
            out.writeStringField("name", user.name());
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("text cannot be written to memory", e);
        }
        return text.toString();
    }
}
