/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataSources;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.SpanRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each bundle that asks its own data source. The service is there whether or not the database is: it is opened, and
 * a bundle's migrations are applied, when the first connection is wanted.
 */
@Component(service = DataDoor.class, immediate = true, configurationPid = DataConfig.Checked.PID)
@Designate(ocd = DataConfig.class)
public final class DataDoor implements ServiceFactory<DataSource>, SynchronousBundleListener {
    private static final Logger log = LoggerFactory.getLogger(DataDoor.class);

    private final BundleContext context;
    private final SchemaHost host;
    private final Map<Long, BundleDatabase> databases = new ConcurrentHashMap<>();
    private final ServiceRegistration<DataSource> registration;

    @Activate
    public DataDoor(BundleContext context, DataConfig config) {
        this(context, SchemaHost.of(DataConfig.Checked.settings(config, data(context))));
        if (Files.isDirectory(host.settings().directory())
                && host.settings().url().isEmpty()) {
            Pools.threads("subrack-data-open").newThread(this::openEarly).start();
        }
    }

    /** A database that was used before will be used again: it is opened while the platform starts other things. */
    private void openEarly() {
        try {
            host.database().administer().close();
        } catch (SQLException e) {
            log.debug("The database will be opened when it is needed", e);
        }
    }

    DataDoor(BundleContext context, SchemaHost host) {
        this.context = context;
        this.host = host;
        context.addBundleListener(this);
        this.registration = context.registerService(
                DataSource.class, this, FrameworkUtil.asDictionary(Map.of(DataSources.PROPERTY, true)));
    }

    private static Path data(BundleContext context) {
        String data = context.getProperty(PlatformProperties.DATA);
        if (data == null) {
            throw new IllegalStateException("the framework property " + PlatformProperties.DATA + " is not set");
        }
        return Path.of(data);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            log.debug("The framework took the service back already", e);
        }
        databases.values().forEach(BundleDatabase::close);
        databases.clear();
        host.close();
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    void bindRecorder(SpanRecorder recorder) {
        host.spans().recordWith(recorder);
    }

    void unbindRecorder(SpanRecorder recorder) {
        host.spans().forget(recorder);
    }

    SchemaHost host() {
        return host;
    }

    /**
     * Returns the database of one instance of a bundle, or empty if its manifest asks for none.
     *
     * @throws IllegalArgumentException with a sentence, if its manifest cannot be understood
     */
    Optional<BundleDatabase> of(Bundle bundle) {
        Optional<DataRequest> request = request(bundle);
        return request.map(
                wanted -> databases.computeIfAbsent(bundle.getBundleId(), unused -> host.open(wanted, bundle)));
    }

    static Optional<DataRequest> request(Bundle bundle) {
        return DataRequest.of(bundle.getSymbolicName(), bundle.getHeaders("").get(DataSources.HEADER));
    }

    /** Never fails: what is wrong is told to whoever wants a connection, in a sentence. */
    @Override
    public DataSource getService(Bundle bundle, ServiceRegistration<DataSource> unused) {
        try {
            return of(bundle)
                    .map(BundleDatabase::dataSource)
                    .orElseGet(() -> refusal("it has no header " + DataSources.HEADER + " in its manifest", bundle));
        } catch (IllegalArgumentException e) {
            return refusal(String.valueOf(e.getMessage()), bundle);
        }
    }

    private static DataSource refusal(String reason, Bundle bundle) {
        String sentence = bundle.getSymbolicName() + " has no database: " + reason;
        return new PlainSource(() -> {
            throw new SQLNonTransientConnectionException(sentence, "08004");
        });
    }

    /** The pool stays until the bundle stops: its components may come and go. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<DataSource> unused, DataSource service) {}

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED || event.getType() == BundleEvent.UNINSTALLED) {
            BundleDatabase database = databases.remove(event.getBundle().getBundleId());
            if (database != null) {
                database.close();
            }
        }
    }
}
