/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.kernel.api.ProblemException;
import io.subrack.pages.api.PageFiles;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Answers with the files of live contributions: {@code /assets/pages/{bundle}/{version}-{hash}/{file}}. What is at such an
 * address never changes; it is there as long as that revision of the bundle is.
 */
final class PageFileHandler implements MountHandler {
    private static final String TEMPLATE = Generation.PATH + "/{bundle}/{version}/{file}";
    private static final int LEAST_COMPRESSED = 1_000;
    private static final int SEGMENTS = 3;

    private final LivePages pages;

    PageFileHandler(LivePages pages) {
        this.pages = pages;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, TEMPLATE);
        boolean whole = request.getMethod().equals("GET");
        if (!whole && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            throw new ProblemException(
                    WebProblem.METHOD_NOT_ALLOWED, "Files of contributions can only be read; deploy a bundle instead.");
        }
        String path = path(request.getRequestURI());
        byte[] bytes = file(request.getRequestURI())
                .orElseThrow(() -> new ProblemException(
                        WebProblem.RESOURCE_NOT_FOUND,
                        "No live bundle contributes such a file, or not in that version. Load the page anew; GET"
                                + " /api/platform/v1/pages lists what is live."));
        String type = PageFiles.type(path).orElse("application/octet-stream");
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; sandbox");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(type);
        if (isText(type)) {
            response.setHeader("Vary", "Accept-Encoding");
            if (bytes.length >= LEAST_COMPRESSED && takesGzip(request.getHeader("Accept-Encoding"))) {
                response.setHeader("Content-Encoding", "gzip");
                bytes = gzip(bytes);
            }
        }
        response.setContentLength(bytes.length);
        if (whole) {
            response.getOutputStream().write(bytes);
        }
    }

    /** The raw path counts: a name with an escape in it is not the name of a file here. */
    private Optional<byte[]> file(String uri) {
        String[] parts = uri.startsWith(Generation.PATH + "/")
                ? uri.substring(Generation.PATH.length() + 1).split("/", SEGMENTS)
                : new String[0];
        return parts.length < SEGMENTS
                ? Optional.empty()
                : pages.generation(parts[0], parts[1]).flatMap(generation -> generation.file(parts[2]));
    }

    private static String path(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml");
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && accepted.toLowerCase(Locale.ROOT)
                        .replace(" ", "")
                        .matches("(.*,)?gzip(;q=(1|0\\.\\d*[1-9]).*)?(,.*)?");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
