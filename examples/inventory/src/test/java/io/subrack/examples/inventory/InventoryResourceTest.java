/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.examples.inventory.InventoryResource.ItemBody;
import io.subrack.examples.inventory.api.Item;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryResourceTest {
    @TempDir
    Path directory;

    private InventoryResource resource;

    @BeforeEach
    void open() {
        resource = new InventoryResource(new FileInventory(directory));
    }

    @Test
    void saysWhereANewItemIs() {
        var answer = resource.add(new ItemBody("nut", "Nut M4", 7));

        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(answer.getLocation()).hasToString("inventory/nut");
        assertThat(resource.item("nut")).isEqualTo(new Item("nut", "Nut M4", 7));
    }

    @Test
    void answersConflictToAnItemThatExists() {
        resource.add(new ItemBody("nut", "Nut M4", 7));

        assertThatThrownBy(() -> resource.add(new ItemBody("nut", "Nut M4", 7)))
                .isInstanceOfSatisfying(
                        ClientErrorException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(409));
    }

    @Test
    void tellsAddedFromReplaced() {
        assertThat(resource.put("nut", new ItemBody(null, "Nut M4", 7)).getStatus())
                .isEqualTo(201);
        assertThat(resource.put("nut", new ItemBody(null, "Nut M4", 8)).getStatus())
                .isEqualTo(200);
    }

    @Test
    void reportsWhatRunsLow() {
        resource.add(new ItemBody("bolt", "Bolt M4", 4));
        resource.add(new ItemBody("nut", "Nut M4", 5));

        assertThat(resource.low(5).items()).containsExactly(new Item("bolt", "Bolt M4", 4));
    }

    @Test
    void saysWhatIsWrongWithAnItem() {
        assertThatThrownBy(() -> resource.add(new ItemBody("nut", "Nut M4", -1)))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("quantity of nut must not be below 0, but is -1");
        assertThatThrownBy(() -> resource.add(null)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        assertThatThrownBy(() -> resource.item("bolt")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> resource.remove("bolt")).isInstanceOf(NotFoundException.class);
    }
}
