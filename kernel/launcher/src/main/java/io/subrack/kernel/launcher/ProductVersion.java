/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the product, as the build wrote it. */
final class ProductVersion {
    private ProductVersion() {}

    static String text() {
        try (InputStream text = ProductVersion.class.getResourceAsStream("version.txt")) {
            return text == null ? "0" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
