/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresScope;
import io.subrack.examples.inventory.api.Inventory;
import io.subrack.examples.inventory.api.InventoryException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Takes orders. It needs an {@link Inventory} and does not care which bundle provides it: when the provider is updated,
 * the platform gives this component the new one.
 */
@Component(service = OrderResource.class)
@JakartarsResource
@Path("orders")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PublicAccess
public final class OrderResource {
    /** A list of orders. */
    public record Orders(List<Order> items) {}

    /** What a client sends. */
    public record OrderBody(String sku, Integer quantity) {}

    private final Inventory inventory;
    private final OrderBook book;

    @Activate
    public OrderResource(@Reference Inventory inventory, @Reference OrderBook book) {
        this.inventory = inventory;
        this.book = book;
    }

    @GET
    public Orders orders() {
        return new Orders(book.orders());
    }

    @GET
    @Path("{id}")
    public Order order(@PathParam("id") String id) {
        return book.order(id).orElseThrow(() -> new NotFoundException("there is no order " + id));
    }

    @POST
    @RequiresScope("orders.write")
    public Response take(OrderBody body) throws IOException {
        if (body == null || body.sku() == null || body.quantity() == null || body.quantity() < 1) {
            throw new BadRequestException("send the order as a JSON object with sku and a quantity of 1 or more");
        }
        takeFromStock(body);
        Order order = new Order(UUID.randomUUID().toString(), body.sku(), body.quantity());
        try {
            book.enter(order);
        } catch (IOException e) {
            inventory.change(body.sku(), body.quantity());
            throw e;
        }
        return Response.created(URI.create("orders/" + order.id()))
                .entity(order)
                .build();
    }

    private void takeFromStock(OrderBody body) {
        try {
            inventory.change(body.sku(), -body.quantity());
        } catch (InventoryException e) {
            // 422: the request is well formed, but names an item that does not exist. 409: not now.
            int status = e.reason() == InventoryException.Reason.OUT_OF_STOCK ? 409 : 422;
            throw new ClientErrorException(e.getMessage(), status, e);
        }
    }
}
