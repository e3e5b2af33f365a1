/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory;

import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresScope;
import io.subrack.examples.inventory.api.Inventory;
import io.subrack.examples.inventory.api.InventoryException;
import io.subrack.examples.inventory.api.Item;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The stock over HTTP. It knows HTTP and leaves the rest to the {@link Inventory}. */
@Component(service = InventoryResource.class)
@JakartarsResource
@Path("inventory")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PublicAccess
public final class InventoryResource {
    /** A list is an object, so that it can grow a {@code next} or a {@code total} later. */
    public record Items(List<Item> items) {}

    /** What a client sends; checked when it becomes an {@link Item}. */
    public record ItemBody(String sku, String name, Integer quantity) {
        Item toItem(String expectedSku) {
            try {
                return new Item(expectedSku, name, quantity == null ? 0 : quantity);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(e.getMessage(), e);
            }
        }
    }

    private final Inventory inventory;

    /** The component, and with it the REST API, is there as long as an {@link Inventory} is. */
    @Activate
    public InventoryResource(@Reference Inventory inventory) {
        this.inventory = inventory;
    }

    @GET
    public Items items() {
        return new Items(inventory.items());
    }

    @GET
    @Path("{sku}")
    public Item item(@PathParam("sku") String sku) {
        return inventory.item(sku).orElseThrow(() -> new NotFoundException("there is no item " + sku));
    }

    /** What runs low; that is for those who have the scope, or for a bundle on their behalf. */
    @GET
    @Path("reports/low")
    @RequiresScope("inventory.read")
    public Items low(@QueryParam("below") @DefaultValue("10") int below) {
        return new Items(inventory.items().stream()
                .filter(item -> item.quantity() < below)
                .toList());
    }

    @POST
    @RequiresScope("inventory.write")
    public Response add(ItemBody body) {
        Item item = present(body).toItem(body.sku());
        try {
            inventory.add(item);
        } catch (InventoryException e) {
            throw new ClientErrorException(e.getMessage(), Response.Status.CONFLICT, e);
        }
        return Response.created(URI.create("inventory/" + item.sku()))
                .entity(item)
                .build();
    }

    @PUT
    @RequiresScope("inventory.write")
    @Path("{sku}")
    public Response put(@PathParam("sku") String sku, ItemBody body) {
        Item item = present(body).toItem(sku);
        boolean added = inventory.put(item);
        return Response.status(added ? Response.Status.CREATED : Response.Status.OK)
                .entity(item)
                .build();
    }

    @DELETE
    @RequiresScope("inventory.write")
    @Path("{sku}")
    public void remove(@PathParam("sku") String sku) {
        if (!inventory.remove(sku)) {
            throw new NotFoundException("there is no item " + sku);
        }
    }

    private static ItemBody present(ItemBody body) {
        if (body == null) {
            throw new BadRequestException("send the item as a JSON object with sku, name and quantity");
        }
        return body;
    }
}
