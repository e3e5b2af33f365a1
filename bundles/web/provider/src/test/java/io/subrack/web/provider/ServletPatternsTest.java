/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.ArtifactContent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServletPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "/,   /hello/*,  /hello",
        "/,   /hello,    /hello",
        "/,   /hello/,   /hello",
        "/,   /*,        /",
        "/,   /,         /",
        "/,   *.html,    /",
        "/,   '',        /",
        "/app, /*,       /app",
        "/app, /a/b/*,   /app/a/b",
        "/app, *.jsp,    /app",
        "/app, '',       /app",
    })
    void findsThePrefixBelowWhichAPatternMatches(String context, String pattern, String prefix) {
        assertThat(ServletPatterns.prefix(context, pattern)).isEqualTo(prefix);
    }

    @Test
    void describesTheServletsOfAnArtifactByItsComponents() {
        Map<String, String> files = Map.of(
                "OSGI-INF/one.xml",
                """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="one">
                  <property name="osgi.http.whiteboard.servlet.pattern" value="/one/*"/>
                  <implementation class="a.One"/>
                </scr:component>
                """,
                "OSGI-INF/two.xml",
                """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="two">
                  <property name="osgi.http.whiteboard.resource.pattern" type="String">/pages/*
                  /images/*
                  </property>
                  <property name="osgi.http.whiteboard.resource.prefix" value="/static"/>
                  <implementation class="a.Two"/>
                </scr:component>
                """,
                "OSGI-INF/elsewhere.xml",
                """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="three">
                  <property name="osgi.http.whiteboard.servlet.pattern" value="/three"/>
                  <property name="osgi.http.whiteboard.context.select" value="(osgi.http.whiteboard.context.name=x)"/>
                  <implementation class="a.Three"/>
                </scr:component>
                """,
                "OSGI-INF/broken.xml",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><scr:component>&e;",
                "OSGI-INF/other.xml",
                "<metatype/>");

        assertThat(ServletComponents.describe(new Files(files)))
                .extracting(Contribution::toString)
                .containsExactly(
                        new Contribution(Contribution.ROUTE, "/images").toString(),
                        new Contribution(Contribution.ROUTE, "/one").toString(),
                        new Contribution(Contribution.ROUTE, "/pages").toString());
    }

    /** An artifact that consists of these files. */
    private record Files(Map<String, String> files) implements ArtifactContent {
        @Override
        public ArtifactInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> names() {
            return files.keySet();
        }

        @Override
        public Optional<byte[]> read(String name) {
            return Optional.ofNullable(files.get(name)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
