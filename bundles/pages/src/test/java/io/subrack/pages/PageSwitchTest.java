/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.PlatformEvents;
import io.subrack.kernel.spi.Transition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** Pages follow their bundle through deployments. */
class PageSwitchTest {
    private static final String SHOP = "com.acme.shop";

    private final List<String> told = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private final Bundle one = bundle("one");
    private final Bundle two = bundle("two");
    private final LivePages pages = new LivePages(
            fake(BundleContext.class, (proxy, method, arguments) -> null),
            fake(Deployments.class, (proxy, method, arguments) -> List.of()));

    @BeforeEach
    void listen() {
        pages.setEvents(new PlatformEvents() {
            @Override
            public void publish(String type, Map<String, ?> data) {
                told.add(type + " " + data.get("change") + " " + data.get("bundle") + " " + data.get("version"));
            }
        });
    }

    @Test
    void areLiveFromTheSwitchOnAndNotBefore() {
        Participation adding = join(null, one, "1.0.0");

        assertThat(adding.awaiting()).isEmpty();
        assertThat(pages.live()).isEmpty();
        adding.switchOver();

        assertThat(text("1.0.0")).isEqualTo("one");
        assertThat(told).containsExactly("pages added com.acme.shop 1.0.0");
    }

    @Test
    void areReadWhenTheyAreFirstAskedFor() {
        add();

        assertThat(opened).containsExactly("/c/x.json");
        text("1.0.0");
        text("1.0.0");
        assertThat(opened).containsExactly("/c/x.json", "/c/shop.js");
    }

    @Test
    void areReadOnceForAPlan() {
        List<String> read = new ArrayList<>();
        ArtifactContent artifact = new ArtifactContent() {
            @Override
            public ArtifactInfo info() {
                return new ArtifactInfo(
                        hash(), SHOP, Version.parseVersion("1.0.0"), 1, Map.of("Subrack-Pages", "c/x.json"));
            }

            @Override
            public Set<String> names() {
                return Set.of("c/x.json", "c/shop.js");
            }

            @Override
            public Optional<byte[]> read(String name) {
                read.add(name);
                return Optional.of("{\"apiVersion\": 1, \"none\": 1}".getBytes(StandardCharsets.UTF_8));
            }
        };

        assertThat(pages.describe(artifact)).isEmpty();
        int reads = read.size();
        assertThat(pages.review(artifact).refusals()).singleElement().asString().contains("'none'");
        assertThat(read).hasSize(reads);
        assertThat(pages.review(artifact).refusals()).hasSize(1); // whoever reviews without having described
    }

    @Test
    void stayReachableUntilTheDeploymentIsOver() {
        add();
        Participation updating = join(one, two, "1.1.0");

        updating.switchOver();

        assertThat(text("1.1.0")).isEqualTo("two");
        assertThat(text("1.0.0")).isEqualTo("one");
        updating.committed();
        updating.close();
        assertThat(text("1.0.0")).isEmpty();
        assertThat(told).containsExactly("pages updated com.acme.shop 1.1.0");
    }

    @Test
    void comeBackWhenTheSwitchIsUndone() {
        add();
        Participation updating = join(one, two, "1.1.0");
        updating.switchOver();

        updating.undo();
        updating.close();

        assertThat(text("1.0.0")).isEqualTo("one");
        assertThat(text("1.1.0")).isEmpty();
        assertThat(told).containsExactly("pages updated com.acme.shop 1.1.0", "pages updated com.acme.shop 1.0.0");
    }

    @Test
    void goWithTheirBundleAndTellNobodyOfWhatDidNotHappen() {
        add();
        Participation givenUp = join(one, two, "1.1.0");
        givenUp.undo();
        givenUp.close();
        assertThat(told).isEmpty();

        Participation removing = pages.join(new Transition(
                "d", List.of(new Transition.Move(SHOP, one, null, false, List.of(), false)), Duration.ZERO));
        removing.switchOver();
        removing.close();

        assertThat(pages.live()).isEmpty();
        assertThat(told).containsExactly("pages removed com.acme.shop 1.0.0");
    }

    private void add() {
        Participation adding = join(null, one, "1.0.0");
        adding.switchOver();
        adding.committed();
        adding.close();
        told.clear();
    }

    private Participation join(@Nullable Bundle retiring, Bundle fresh, String version) {
        SetEntry entry = new SetEntry(SHOP, Version.parseVersion(version), hash(), StartState.STARTED, List.of());
        return pages.join(new Transition(
                "d",
                List.of(new Transition.Move(SHOP, retiring, fresh, true, List.of(), false)),
                List.of(entry),
                Duration.ZERO));
    }

    private static Sha256 hash() {
        return new Sha256("ab".repeat(32));
    }

    /** Returns what browsers get of a version; empty if they get nothing. */
    private String text(String version) {
        return pages.generation(SHOP, version + "-" + "ab".repeat(8))
                .flatMap(generation -> generation.file("shop.js"))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private Bundle bundle(String script) {
        Map<String, String> files =
                Map.of("/c/x.json", "{\"apiVersion\": 1}", "/c/shop.js", script, "/c/other.txt", "other");
        Hashtable<String, String> headers = new Hashtable<>(Map.of("Subrack-Pages", "c/x.json"));
        return fake(Bundle.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getHeaders" -> headers;
            case "findEntries" ->
                Collections.enumeration(files.keySet().stream()
                        .map(name -> url(name, files.get(name)))
                        .toList());
            case "getEntry" -> {
                String text = files.get("/" + arguments[0]);
                yield text == null ? null : url("/" + arguments[0], text);
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private URL url(String path, String text) {
        try {
            return new URL(null, "test:" + path, handler(text));
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private URLStreamHandler handler(String text) {
        return new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        opened.add(url.getPath());
                        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                    }
                };
            }
        };
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
