/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.Refusal.invalid;
import static io.subrack.kernel.deployment.Refusal.quoted;

import io.subrack.kernel.api.ManifestHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * Reads the main section of a manifest, more strictly than {@link java.util.jar.Manifest}: readers that forgive take
 * different things from the same bytes.
 */
final class MainHeaders {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,69}");
    private static final String FIX = " Let bnd write the manifest.";

    /** Headers that are looked up by exact name, in their usual spelling; names are case-insensitive in a manifest. */
    private static final List<String> CANONICAL = List.of(
            Constants.BUNDLE_MANIFESTVERSION,
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.IMPORT_PACKAGE,
            Constants.EXPORT_PACKAGE,
            Constants.DYNAMICIMPORT_PACKAGE,
            Constants.REQUIRE_BUNDLE,
            Constants.FRAGMENT_HOST,
            Constants.REQUIRE_CAPABILITY,
            Constants.PROVIDE_CAPABILITY,
            "Service-Component",
            "Multi-Release",
            ManifestHeaders.UPDATE,
            ManifestHeaders.GRANTS,
            ManifestHeaders.PUBLIC,
            ManifestHeaders.SCOPES);

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private MainHeaders() {
        CANONICAL.forEach(name -> headers.put(name, ""));
    }

    /** Returns the headers of the main section, the empty ones left out. */
    static Map<String, String> parse(byte[] manifest) {
        MainHeaders parser = new MainHeaders();
        parser.parseLines(manifest);
        parser.headers.values().removeIf(String::isEmpty);
        return new TreeMap<>(parser.headers);
    }

    /**
     * Returns the headers as a framework of this Java version sees them: in a multi-release jar, {@code Import-Package}
     * and {@code Require-Capability} may be replaced (OSGi Core 8, 3.2.3).
     *
     * @param supplement reads an entry, or returns null if there is none
     */
    static Map<String, String> parse(byte[] manifest, int javaVersion, Function<String, byte @Nullable []> supplement) {
        Map<String, String> headers = parse(manifest);
        if (!"true".equals(headers.get("Multi-Release"))) {
            return headers;
        }
        for (int version = javaVersion; version >= 9; version--) {
            byte[] replacing = supplement.apply("META-INF/versions/" + version + "/OSGI-INF/MANIFEST.MF");
            if (replacing != null) {
                Map<String, String> others = parse(replacing);
                for (String name : List.of(Constants.IMPORT_PACKAGE, Constants.REQUIRE_CAPABILITY)) {
                    if (others.containsKey(name)) {
                        headers.put(name, others.getOrDefault(name, ""));
                    }
                }
                return headers;
            }
        }
        return headers;
    }

    private void parseLines(byte[] manifest) {
        int at = 0;
        while (at < manifest.length) {
            int end = at;
            while (end < manifest.length && manifest[end] != '\n' && manifest[end] != '\r') {
                end++;
            }
            if (end == at) {
                break; // the empty line that ends the main section
            }
            if (manifest[at] == ' ') {
                if (line.size() == 0) {
                    throw invalid("The manifest starts with a continuation line." + FIX);
                }
                line.write(manifest, at + 1, end - at - 1);
            } else {
                endHeader();
                line.write(manifest, at, end - at);
            }
            boolean crLf = end + 1 < manifest.length && manifest[end] == '\r' && manifest[end + 1] == '\n';
            at = end + (crLf ? 2 : 1);
        }
        endHeader();
    }

    private void endHeader() {
        if (line.size() == 0) {
            return;
        }
        String text = decode(line.toByteArray());
        line.reset();
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !NAME.matcher(name).matches()) {
            throw invalid("The manifest line " + quoted(text) + " is not a header." + FIX);
        }
        String value = text.substring(colon + 1).strip();
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw invalid("The manifest header " + name + " has control characters." + FIX);
        }
        if (!headers.getOrDefault(name, "").isEmpty()) {
            throw invalid("The manifest header " + name + " stands there twice." + FIX);
        }
        headers.put(name, value);
    }

    private static String decode(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("The manifest is not in UTF-8." + FIX);
        }
    }
}
