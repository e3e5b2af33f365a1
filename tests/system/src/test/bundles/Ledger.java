/* SPDX-License-Identifier: Apache-2.0 */
package ledger;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.subrack.auth.api.PlatformCalls;
import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Does what leaves traces: it asks a database, calls over HTTP, begins a span of its own, and fails. */
@Path("ledger")
@Produces("text/plain")
@PublicAccess
public class Ledger {
    private static <T> T service(Class<T> type, String filter) throws Exception {
        BundleContext context = FrameworkUtil.getBundle(Ledger.class).getBundleContext();
        ServiceReference<T> reference =
                context.getServiceReferences(type, filter).iterator().next();
        return context.getService(reference);
    }

    @GET
    @Path("entries/{name}")
    public String entries() throws Exception {
        LoggerFactory.getLogger("ledger").info("entries are counted");
        Span own = service(OpenTelemetry.class, null)
                .getTracer("ledger")
                .spanBuilder("count entries")
                .startSpan();
        try (Scope within = own.makeCurrent();
                Connection database = service(DataSource.class, "(io.subrack.data=true)").getConnection();
                Statement statement = database.createStatement()) {
            statement.execute("create table if not exists entry (name varchar(20))");
            statement.executeUpdate("insert into entry values ('hunter2')");
            try (ResultSet rows = statement.executeQuery("select count(*) from entry where name = 'hunter2'")) {
                rows.next();
                return "entries " + (rows.getInt(1) > 0);
            }
        } finally {
            own.end();
        }
    }

    @GET
    @Path("calls")
    public String calls() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        service(PlatformCalls.class, null)
                                .asBundle("/ledger/entries/all")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.body();
    }

    @GET
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("the ledger is broken");
    }
}
