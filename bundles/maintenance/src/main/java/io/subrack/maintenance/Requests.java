/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.spi.JobStatus;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the API is, and the answers that are alike. */
final class Requests {
    static final String API = "/api/platform/v1";
    static final String ZIP = "application/zip";

    static final int MAX_BODY_BYTES = 65_536;

    private Requests() {}

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
