/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import io.subrack.auth.api.Caller;
import io.subrack.auth.api.RequiresScope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Reports on orders. They show what another bundle protects, so they demand what that one demands: a caller without the
 * scope is told so here, at the door.
 */
@Component(service = OrderReports.class)
@JakartarsResource
@Path("orders/reports")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(LowStock.SCOPE)
public final class OrderReports {
    /** A list of items. */
    public record LowItems(List<LowStock.LowItem> items) {}

    private final OrderBook book;
    private final LowStock stock;

    @Activate
    public OrderReports(@Reference OrderBook book, @Reference LowStock stock) {
        this.book = book;
        this.stock = stock;
    }

    /** What was ordered, and runs low. */
    @GET
    @Path("low")
    public LowItems low(@Context Caller caller) {
        Set<String> ordered = book.orders().stream().map(Order::sku).collect(Collectors.toSet());
        return new LowItems(stock.items(caller).stream()
                .filter(item -> ordered.contains(item.sku()))
                .toList());
    }
}
