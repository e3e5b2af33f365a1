/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Brings what bundles tell the OSGi Log Service, the component runtime above all, into the platform's log. */
@SuppressWarnings("deprecation") // half of the service is
final class OsgiLogService implements LogService {
    private final org.slf4j.Logger bundleLogger;

    private OsgiLogService(Bundle user) {
        this.bundleLogger = org.slf4j.LoggerFactory.getLogger(user.getSymbolicName());
    }

    static void register(BundleContext context) {
        String[] names = {LogService.class.getName(), LoggerFactory.class.getName()};
        context.registerService(names, new PerBundle(), null);
    }

    @Override
    public Logger getLogger(String name) {
        return new OsgiLogger(org.slf4j.LoggerFactory.getLogger(name), false);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> loggerType) {
        if (!loggerType.isAssignableFrom(OsgiLogger.class)) {
            throw new IllegalArgumentException("there are Logger and FormatterLogger, not " + loggerType.getName());
        }
        boolean printf = loggerType == FormatterLogger.class;
        return loggerType.cast(new OsgiLogger(org.slf4j.LoggerFactory.getLogger(name), printf));
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> loggerType) {
        return getLogger(type.getName(), loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> loggerType) {
        return getLogger(name.equals(Logger.ROOT_LOGGER_NAME) ? bundle.getSymbolicName() : name, loggerType);
    }

    @Override
    public void log(int level, String message) {
        log(null, level, message, null);
    }

    @Override
    public void log(int level, String message, @Nullable Throwable problem) {
        log(null, level, message, problem);
    }

    @Override
    public void log(@Nullable ServiceReference<?> reference, int level, String message) {
        log(reference, level, message, null);
    }

    @Override
    public void log(@Nullable ServiceReference<?> reference, int level, String message, @Nullable Throwable problem) {
        String text = reference == null ? message : reference + ": " + message;
        switch (level) {
            case LOG_ERROR -> bundleLogger.error(text, problem);
            case LOG_WARNING -> bundleLogger.warn(text, problem);
            case LOG_INFO -> bundleLogger.info(text, problem);
            default -> bundleLogger.debug(text, problem);
        }
    }

    /** Old callers name no logger: theirs is called after their bundle. */
    private static final class PerBundle implements ServiceFactory<LogService> {
        @Override
        public LogService getService(Bundle bundle, ServiceRegistration<LogService> registration) {
            return new OsgiLogService(bundle);
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<LogService> registration, LogService service) {
            // holds nothing
        }
    }
}
