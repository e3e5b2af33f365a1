/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditOutcome;
import io.subrack.audit.api.AuditRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * A record as a line of JSON in UTF-8, without the line end. Its last member is its hash: the SHA-256 of all bytes of the
 * line before {@code ,"hash":"…"}}, which are the last {@value #HASH_BYTES}. So a line can be checked without a JSON
 * parser, and what is hashed is exactly what is read.
 *
 * @param record what it says
 * @param genuine whether it has the hash that it says
 */
record RecordLine(AuditRecord record, boolean genuine) {
    /** How many bytes {@code ,"hash":"<64 digits>"}} has. */
    static final int HASH_BYTES = 75;

    /** More than any record has. */
    static final int MAX_BYTES = 131_072;

    private static final byte[] BEGIN = "{\"v\":1,\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HASH = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A line that is no record. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String why) {
            super(why);
        }
    }

    /** Appends a record to others, with its line end. */
    static AuditAnchor write(StringBuilder out, AuditAnchor previous, long sequence, Instant time, AuditEvent event) {
        int start = out.length();
        out.append("{\"v\":1,\"seq\":").append(sequence);
        member(out, "time", time.toString());
        member(out, "type", event.type());
        out.append(",\"actor\":{\"kind\":\"")
                .append(lower(event.actor().kind()))
                .append('"');
        optional(out, "subject", event.actor().subject());
        optional(out, "client", event.actor().clientId());
        out.append('}');
        optional(out, "target", event.target());
        member(out, "outcome", lower(event.outcome()));
        optional(out, "request", event.requestId());
        optional(out, "remote", event.remoteAddress());
        if (!event.details().isEmpty()) {
            out.append(",\"details\":{");
            int first = out.length();
            event.details().forEach((name, value) -> member(out, name, value));
            out.deleteCharAt(first).append('}');
        }
        member(out, "prev", previous.hash());
        var hash = sha256(out.substring(start).getBytes(StandardCharsets.UTF_8));
        member(out, "hash", hash);
        out.append("}\n");
        return new AuditAnchor(sequence, hash);
    }

    /**
     * Reads a line.
     *
     * @throws MalformedException if it is no record
     */
    static RecordLine read(byte[] line) throws MalformedException {
        int content = line.length - HASH_BYTES;
        if (content < 0
                || line.length > MAX_BYTES
                || !Arrays.equals(HASH, 0, HASH.length, line, content, content + HASH.length)) {
            throw new MalformedException("it does not end with a hash");
        }
        try {
            var node = MAPPER.readTree(line);
            var record = record(node);
            return new RecordLine(record, sha256(Arrays.copyOf(line, content)).equals(record.hash()));
        } catch (JsonProcessingException e) {
            throw new MalformedException("it is not JSON: " + e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new MalformedException("it is not a record: " + e.getMessage());
        }
    }

    /** Returns the number of the record in a line without reading it all, or empty if there is none. */
    static Optional<Long> sequence(byte[] line) {
        if (line.length < BEGIN.length || !Arrays.equals(BEGIN, 0, BEGIN.length, line, 0, BEGIN.length)) {
            return Optional.empty();
        }
        long sequence = 0;
        int at = BEGIN.length;
        while (at < line.length && at < BEGIN.length + 18 && line[at] >= '0' && line[at] <= '9') {
            sequence = 10 * sequence + line[at] - '0';
            at++;
        }
        return at == BEGIN.length ? Optional.empty() : Optional.of(sequence);
    }

    AuditAnchor anchor() {
        return new AuditAnchor(record.sequence(), record.hash());
    }

    /** Says whether this record stands right behind a link. */
    boolean follows(AuditAnchor link) {
        return record.sequence() == link.sequence() + 1 && record.previousHash().equals(link.hash());
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static AuditRecord record(JsonNode node) {
        if (node.path("v").asInt() != 1) {
            throw new IllegalArgumentException("its format is not 1; a newer version may have written it");
        }
        var actor = node.path("actor");
        var details = new LinkedHashMap<String, String>();
        node.path("details").properties().forEach(detail -> details.put(detail.getKey(), text(detail.getValue())));
        var event = new AuditEvent(
                text(node.path("type")),
                new AuditActor(
                        AuditActor.Kind.valueOf(upper(text(actor.path("kind")))),
                        optional(actor, "subject"),
                        optional(actor, "client")),
                optional(node, "target"),
                AuditOutcome.valueOf(upper(text(node.path("outcome")))),
                optional(node, "request"),
                optional(node, "remote"),
                details);
        var previous = text(node.path("prev"));
        long sequence = node.path("seq").asLong();
        var link = new AuditAnchor(sequence, text(node.path("hash")));
        return new AuditRecord(sequence, Instant.parse(text(node.path("time"))), event, previous, link.hash());
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a text is missing");
        }
        return node.textValue();
    }

    private static String optional(JsonNode node, String name) {
        return node.path(name).asText("");
    }

    private static void optional(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            member(out, name, value);
        }
    }

    /** Texts of events print in one line; so only these two must be escaped. */
    private static void member(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\');
            }
            out.append(character);
        }
        out.append('"');
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
