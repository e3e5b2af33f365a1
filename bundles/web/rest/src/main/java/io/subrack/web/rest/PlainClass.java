/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A resource class that is no service: each request gets a new instance. */
record PlainClass(Class<?> type, Bundle owner) implements InstanceSource {
    @Override
    public boolean perRequest() {
        return true;
    }

    @Override
    public Object acquire() {
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                Class<?>[] parameters = constructor.getParameterTypes();
                if (parameters.length == 1 && parameters[0] == BundleContext.class) {
                    return constructor.newInstance(owner.getBundleContext());
                }
            }
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type.getName() + " needs a public constructor without arguments or with a BundleContext", e);
        }
    }

    @Override
    public void release(Object instance) {}
}
