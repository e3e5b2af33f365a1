/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class PomsTest {
    private final Map<String, String> files = new HashMap<>();

    private Optional<Pom> load(Coordinates coordinates) {
        var text = files.get(coordinates.toString());
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(Pom.read(("<project>" + text + "</project>").getBytes(StandardCharsets.UTF_8)));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private Iterable<String> dependencies(String of) {
        return new Poms(this::load)
                .dependencies(Coordinates.parse(of).orElseThrow()).stream()
                        .map(Coordinates::toString)
                        .toList();
    }

    private static String dependency(String group, String artifact, String more) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId>" + more
                + "</dependency>";
    }

    @Test
    void takesVersionsFromParentsAndImportedPoms() {
        files.put(
                "a:app:1",
                "<parent><groupId>a</groupId><artifactId>parent</artifactId><version>1</version></parent>"
                        + "<artifactId>app</artifactId><dependencies>"
                        + dependency("${project.groupId}", "same", "<version>${project.version}</version>")
                        + dependency("b", "managed", "")
                        + dependency("c", "imported", "")
                        + dependency("d", "optional", "<version>4</version><optional>true</optional>")
                        + dependency("e", "test", "<version>5</version><scope>test</scope>")
                        + dependency("f", "range", "<version>[2.1,3)</version>") + "</dependencies>");
        files.put(
                "a:parent:1",
                "<groupId>a</groupId><artifactId>parent</artifactId><version>1</version>"
                        + "<properties><b.version>2</b.version></properties>"
                        + "<dependencyManagement><dependencies>"
                        + dependency("b", "managed", "<version>${b.version}</version>")
                        + dependency("c", "bom", "<version>3</version><type>pom</type><scope>import</scope>")
                        + "</dependencies></dependencyManagement>");
        files.put(
                "c:bom:3",
                "<groupId>c</groupId><artifactId>bom</artifactId><version>3</version><dependencyManagement><dependencies>"
                        + dependency("c", "imported", "<version>${project.version}</version>")
                        + "</dependencies></dependencyManagement>");

        assertThat(dependencies("a:app:1"))
                .containsExactly("a:same:1", "b:managed:2", "c:imported:3", "f:range:2.1", "d:optional:4");
    }

    @Test
    void comesToAnEndWithPomsThatGoRoundInCircles() {
        files.put(
                "a:a:1",
                "<parent><groupId>a</groupId><artifactId>a</artifactId><version>1</version></parent>"
                        + "<properties><x>${y}</x><y>${x}${x}</y></properties><dependencies>"
                        + dependency("b", "b", "<version>${x}</version>") + "</dependencies>");

        assertThat(dependencies("a:a:1")).isEmpty();
    }

    @Test
    void leavesOutNamesThatLeadElsewhere() {
        files.put(
                "a:a:1",
                "<dependencies>" + dependency("..", "x", "<version>1</version>")
                        + dependency("b", "../../x", "<version>1</version>")
                        + dependency("b", "x", "<version>../1</version>") + "</dependencies>");

        assertThat(dependencies("a:a:1")).isEmpty();
    }

    @Test
    void readsNoEntities() {
        var hostile = "<!DOCTYPE project [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><project><version>&x;</version>"
                + "</project>";

        assertThatThrownBy(() -> Pom.read(hostile.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(XMLStreamException.class);
    }
}
