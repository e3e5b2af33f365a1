/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Wanted;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.testing.TestBundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is brought along, out of a folder, and what the engine is asked meanwhile. */
class GatheringTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TestBundles LIBRARY =
            TestBundles.bundle("com.acme.library", "1.0.0").exporting("com.acme.text;version=1.0.0");

    @TempDir
    Path home;

    private final SmallEngine engine = new SmallEngine();
    private Fetcher fetcher;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(home.resolve("examples"));
        fetcher = new Fetcher("1", false, new Authorities(home.resolve("none.pem")));
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    private void offered(TestBundles... jars) {
        for (int i = 0; i < jars.length; i++) {
            jars[i].writeTo(home.resolve("examples").resolve(i + ".jar"));
        }
    }

    private Sha256 stored(TestBundles jar) {
        return engine.store(jar.stream()).digest();
    }

    private static TestBundles app() {
        return TestBundles.bundle("com.acme.app", "1.0.0").importing("com.acme.text;version=\"[1,2)\"");
    }

    private static TestBundles mailing() {
        return TestBundles.bundle("com.acme.app", "1.0.0")
                .header(
                        "Require-Capability",
                        "osgi.service;filter:=\"(objectClass=com.acme.Mailer)\";effective:=active");
    }

    private static TestBundles mailer(String symbolicName) {
        return TestBundles.bundle(symbolicName, "1.0.0")
                .header(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"com.acme.Mailer\";effective:=active");
    }

    private Gathering.Gathered gather(TestBundles wanted) {
        return gather(wanted, LONG);
    }

    /** @param patience how long companions are looked for */
    private Gathering.Gathered gather(TestBundles wanted, Duration patience) {
        var settings = new CatalogueSettings(
                Set.of(), false, false, false, List.of(), 1 << 20, 1 << 20, LONG, LONG, 10, Duration.ofHours(1));
        var store = new RepositoryStore(home.resolve("data"));
        store.remove("central");
        var sources = new Sources(store, fetcher, settings, home, home.resolve("data"), home.resolve("config"));
        var search = new Search(sources, name -> Optional.empty());
        var downloads = new Downloads(
                engine, new PinnedHttps(Set.of(), false, new Authorities(home)), home.resolve("data"), settings);
        return new Gathering(
                        new WantedBundles(sources, search, downloads, engine, Deadline.in(LONG)),
                        new Companions(sources, search, Deadline.in(patience)),
                        new Shelf(downloads, Deadline.in(LONG)),
                        engine.deployments(),
                        service -> false,
                        10,
                        "a test",
                        Author.named("ada"))
                .gather(List.of(new Wanted.Stored(stored(wanted))));
    }

    private static List<String> names(Gathering.Gathered gathered) {
        return gathered.picked().stream().map(Picked::symbolicName).toList();
    }

    @Test
    void hasOnlyWhatItFoundRemembered() {
        offered(LIBRARY);

        var gathered = gather(app());

        assertThat(names(gathered)).containsExactly("com.acme.app", "com.acme.library");
        assertThat(gathered.plan().faults()).isEmpty();
        assertThat(engine.trials).hasSize(2);
        assertThat(engine.remembered).containsExactly(gathered.plan());
    }

    @Test
    void hasThatRememberedWhichLacksLeast() {
        var gathered = gather(app());

        assertThat(gathered.plan().faults()).hasSize(1);
        assertThat(engine.remembered).containsExactly(gathered.plan());
    }

    @Test
    void goesOnToTheNextWhenTheEngineTakesACompanionNotAtAll() {
        offered(
                TestBundles.bundle("io.subrack.library", "1.0.0").exporting("com.acme.text;version=1.9.0"),
                LIBRARY,
                mailer("io.subrack.mailer"));

        assertThat(names(gather(app()))).containsExactly("com.acme.app", "com.acme.library");
        assertThat(names(gather(mailing()))).containsExactly("com.acme.app");
    }

    @Test
    void saysItWhenTheEngineTakesNotWhatWasAskedFor() {
        assertThatThrownBy(() -> gather(TestBundles.bundle("io.subrack.own", "1.0.0")))
                .isInstanceOf(DeploymentException.class);
    }

    @Test
    void bringsAlongWhoProvidesAService() {
        offered(mailer("com.acme.mailer"));

        assertThat(names(gather(mailing()))).containsExactly("com.acme.app", "com.acme.mailer");
    }

    @Test
    void keepsThePlanThatWorksWhenWhatItDoesNotNeedCannotBeHad() {
        offered(LIBRARY, mailer("com.acme.mailer"));

        var gathered = gather(mailing(), Duration.ZERO);

        assertThat(names(gathered)).containsExactly("com.acme.app");
        assertThat(gathered.plan().applicable()).isTrue();
        assertThatThrownBy(() -> gather(app(), Duration.ZERO))
                .isInstanceOfSatisfying(
                        CatalogueException.class, e -> assertThat(e.type()).isEqualTo(CatalogueProblem.TOO_SLOW));
    }
}
