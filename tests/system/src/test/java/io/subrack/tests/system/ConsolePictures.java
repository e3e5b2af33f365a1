/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.subrack.tests.system.ConsolePages.button;

import com.microsoft.playwright.Page;
import io.subrack.tests.system.Chromium.Person;
import io.subrack.tests.system.Chromium.Window;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The pictures of the guides, taken anew where {@code -Dsubrack.pictures=docs/guide/pictures} says so. */
abstract class ConsolePictures extends ConsolePart {
    private static final int COLOURS = 64;
    private static final int LEAST_DISTANCE = 200;

    @Test
    @EnabledIfSystemProperty(named = "subrack.pictures", matches = ".+")
    void showsWhatTheGuidesSpeakOf() throws Exception {
        long before = COCKPIT.operator().currentSet();
        COCKPIT.shared().ensure("orders");
        try (Person admin = COCKPIT.chromium().person(COCKPIT.adminState(), 1280, 800);
                Window window = admin.open()) {
            Page page = window.page;
            for (String name : List.of("bundles", "dependencies", "logs", "deployments")) {
                shoot(window, "/" + name, name);
            }
            page.navigate(COCKPIT.url("/install"));
            ConsolePages.upload(page, "greeter.jar", Files.readAllBytes(Repository.example("greeter-v2")));
            shoot(window, "install-plan");
            ConsolePages.apply(page, "Done");
            page.navigate(COCKPIT.url("/configuration/io.subrack.web"));
            page.getByLabel("Threads max").fill("150");
            assertThat(page.locator(".apply [role=status]")).hasText("Checked; not applied yet.");
            button(page, "Review and apply").click();
            page.locator("dialog[open] .diff").first().waitFor();
            shoot(window, "configuration");
            page.navigate(COCKPIT.url("/install"));
            ConsolePages.upload(page, "greeter.jar", Files.readAllBytes(Repository.broken("activator-throws")));
            ConsolePages.apply(page, "Undone");
            page.locator("main sr-log").waitFor();
            shoot(window, "failed-update");
            change(List.of("{\"action\":\"stop\",\"bundle\":\"" + INVENTORY + "\"}"));
            shoot(window, "", "overview");
        } finally {
            COCKPIT.operator().rollBack(before);
        }
    }

    private static void shoot(Window window, String path, String name) throws IOException {
        window.page.navigate(COCKPIT.url(path));
        ConsolePages.await(window.page);
        shoot(window, name);
    }

    private static void shoot(Window window, String name) throws IOException {
        window.settle();
        window.page.mouse().move(0, 0);
        Path directory = Repository.root().resolve(System.getProperty("subrack.pictures"));
        Path file = Files.createDirectories(directory).resolve(name + ".png");
        BufferedImage whole = ImageIO.read(new ByteArrayInputStream(window.page.screenshot()));
        ImageIO.write(withFewColours(whole), "png", file.toFile());
    }

    /** Keeps the colours that there are most of, none too like another: a third of the bytes. */
    private static BufferedImage withFewColours(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] palette = new int[0];
        List<Integer> byCount = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        for (int colour : byCount) {
            if (palette.length < COLOURS
                    && (palette.length == 0 || distance(colour, palette[nearest(colour, palette)]) > LEAST_DISTANCE)) {
                palette = Arrays.copyOf(palette, palette.length + 1);
                palette[palette.length - 1] = colour;
            }
        }
        int[] chosen = palette;
        IndexColorModel colours = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage few =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            int index = nearest.computeIfAbsent(pixels[i], pixel -> nearest(pixel, chosen));
            few.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 0, index);
        }
        return few;
    }

    private static int nearest(int pixel, int[] palette) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(pixel, palette[i]) < distance(pixel, palette[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 255) - (other >> 16 & 255);
        int green = (one >> 8 & 255) - (other >> 8 & 255);
        int blue = (one & 255) - (other & 255);
        return red * red + green * green + blue * blue;
    }
}
