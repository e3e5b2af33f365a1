/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.BundleContext;

/** Starts the platform of a {@link SubrackTest} when the first parameter asks for it. */
public final class SubrackExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SubrackExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(TestPlatform.class, BundleContext.class, Deployments.class, Artifacts.class, Platform.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestPlatform platform = platform(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == TestPlatform.class) {
            return platform;
        }
        return type == BundleContext.class ? platform.context() : platform.service(type);
    }

    private static TestPlatform platform(ExtensionContext context) {
        SubrackTest settings = context.getRequiredTestClass().getAnnotation(SubrackTest.class);
        if (settings == null) {
            throw new IllegalStateException(context.getRequiredTestClass() + " needs @SubrackTest");
        }
        ExtensionContext owner = settings.perMethod() ? context : classOf(context);
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestPlatform.class, type -> start(settings), TestPlatform.class);
    }

    /** Returns the context of the test class: what is stored there is closed after its last test. */
    private static ExtensionContext classOf(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestMethod().isPresent() && current.getParent().isPresent()) {
            current = current.getParent().get();
        }
        return current;
    }

    private static TestPlatform start(SubrackTest settings) {
        TestPlatform.Settings with = TestPlatform.with().mode(settings.mode());
        for (String line : settings.configuration()) {
            int colon = line.indexOf(':');
            int equals = line.indexOf('=', colon);
            if (colon < 0 || equals < 0) {
                throw new IllegalArgumentException("configuration must be pid:key=value, not " + line);
            }
            with.configure(line.substring(0, colon), line.substring(colon + 1, equals), line.substring(equals + 1));
        }
        for (String symbolicName : settings.exclude()) {
            with.exclude(symbolicName);
        }
        return with.start();
    }
}
