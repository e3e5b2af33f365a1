/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.web.api.WebProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Reads requests and makes the answers that are alike. */
final class Requests {
    static final String API = "/api/platform/v1";
    static final String ZIP = "application/zip";

    private static final int MAX_BODY_BYTES = 65_536;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Requests() {}

    /** Reads a JSON object that has no members but these. */
    static JsonNode object(InputStream content, String... known) throws IOException {
        byte[] bytes = content.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "a JSON body may have at most " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return object(MAPPER.readTree(bytes), "the body", known);
        } catch (JsonProcessingException e) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode object(JsonNode node, String name, String... known) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        if (!node.isObject() || !Set.of(known).containsAll(names)) {
            throw bad(name + " must be a JSON object with these members: " + String.join(", ", known));
        }
        return node;
    }

    static ProblemException bad(String sentence) {
        return new ProblemException(WebProblem.BAD_REQUEST, sentence);
    }

    /** Answers that a job was started. */
    static Response accepted(JobStatus job) {
        return Response.accepted(Views.Job.of(job))
                .location(URI.create(API + "/jobs/" + job.id()))
                .build();
    }

    /** Answers a zip that is to be saved, not shown. */
    static Response download(Path file, String name) throws IOException {
        StreamingOutput content = out -> Files.copy(file, out);
        return Response.ok(content, ZIP)
                .header(HttpHeaders.CONTENT_LENGTH, Files.size(file))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
