/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.zip.GZIPInputStream;

/** Answers with files of the console: for good below the current version, and not at all below another. */
final class AssetHandler implements MountHandler {
    private static final String PATTERN = Assets.PATH + "/{version}/{file}";

    private final Assets assets;

    AssetHandler(Assets assets) {
        this.assets = assets;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, PATTERN);
        String base = Assets.PATH + "/" + assets.version() + "/";
        String path = request.getRequestURI();
        ShellHandler.allowReading(request, response);
        Assets.File file = path.startsWith(base)
                ? assets.file(path.substring(base.length())).orElse(null)
                : null;
        if (file == null) {
            throw new ProblemException(
                    WebProblem.RESOURCE_NOT_FOUND,
                    "The console has no such file, or it is of another version. Load the page anew.");
        }
        response.setHeader("Cache-Control", assets.lasting() ? "public, max-age=31536000, immutable" : "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Vary", "Accept-Encoding");
        response.setContentType(file.type());
        byte[] bytes = file.bytes();
        if (file.gzip() && accepts(request)) {
            response.setHeader("Content-Encoding", "gzip");
        } else if (file.gzip()) {
            try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = plain.readAllBytes();
            }
        }
        response.setContentLength(bytes.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(bytes);
        }
    }

    private static boolean accepts(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Accept-Encoding")).stream()
                .anyMatch(value -> value.contains("gzip") && !value.matches(".*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,.*)?"));
    }
}
