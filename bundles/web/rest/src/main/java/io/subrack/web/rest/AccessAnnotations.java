/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.AccessRequirement.Kind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what methods demand of callers. Annotations are known by their names: a bundle may see its own copy of them.
 *
 * <p>What a method says counts, or else what the method says that it overrides: in super classes first, then in
 * interfaces. Where none says anything, the class does, or else its super classes, then its interfaces. Where a method
 * demands scopes alone, the roles that the class demands are needed as well, and the other way round. Of annotations at one
 * place all count; the strictest where they contradict each other.
 */
final class AccessAnnotations {
    private static final String PACKAGE = "io.subrack.auth.api.";
    private static final String STANDARD = "jakarta.annotation.security.";

    private @Nullable Set<String> scopes;
    private @Nullable Set<String> roles;
    private boolean anyone;
    private boolean known;
    private boolean denied;
    private boolean empty;

    private AccessAnnotations() {}

    /** Returns what a method of a class demands; undeclared if nothing says so. */
    static AccessRequirement of(Class<?> type, Method method) {
        List<Class<?>> types = family(type);
        AccessAnnotations own = null;
        for (Class<?> each : types) {
            List<Method> same = same(each, method);
            if (same.size() > 1) {
                return AccessRequirement.UNDECLARED; // nobody can say which one is meant
            }
            own = same.isEmpty() ? null : read(same.get(0).getAnnotations());
            if (own != null) {
                break;
            }
        }
        AccessAnnotations general = null;
        for (int i = 0; i < types.size() && general == null; i++) {
            general = read(types.get(i).getDeclaredAnnotations());
        }
        if (own == null) {
            return general == null ? AccessRequirement.UNDECLARED : general.requirement();
        }
        return general == null ? own.requirement() : own.beside(general).requirement();
    }

    /** Returns a class, its super classes from the nearest on, then all their interfaces. */
    private static List<Class<?>> family(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            all.add(each);
        }
        List<Class<?>> waiting = new ArrayList<>(all);
        for (int i = 0; i < waiting.size(); i++) {
            for (Class<?> next : waiting.get(i).getInterfaces()) {
                if (all.add(next)) {
                    waiting.add(next);
                }
            }
        }
        return List.copyOf(all);
    }

    /** Returns the method of a class that a method is, or overrides; several if type parameters leave that open. */
    private static List<Method> same(Class<?> type, Method method) {
        List<Method> similar = new ArrayList<>();
        for (Method other : type.getDeclaredMethods()) {
            if (!other.getName().equals(method.getName())
                    || other.isBridge()
                    || Modifier.isStatic(other.getModifiers())
                    || Modifier.isPrivate(other.getModifiers())) {
                continue;
            }
            if (Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
                return List.of(other);
            }
            if (type != method.getDeclaringClass() && takes(other.getParameterTypes(), method.getParameterTypes())) {
                similar.add(other);
            }
        }
        return similar;
    }

    private static boolean takes(Class<?>[] wide, Class<?>[] narrow) {
        boolean all = wide.length == narrow.length;
        for (int i = 0; all && i < wide.length; i++) {
            all = wide[i].isAssignableFrom(narrow[i]);
        }
        return all;
    }

    /** Returns what annotations say; null if they say nothing. */
    private static @Nullable AccessAnnotations read(Annotation[] annotations) {
        var found = new AccessAnnotations();
        for (Annotation annotation : annotations) {
            found.add(annotation);
        }
        return found.saysSomething() ? found : null;
    }

    private boolean saysSomething() {
        return scopes != null || roles != null || anyone || known || denied;
    }

    /** Scopes for the one and roles for the other are both needed; all else the method says in the place of its class. */
    private AccessAnnotations beside(AccessAnnotations general) {
        boolean restricts = (scopes != null || roles != null) && !denied;
        if (restricts && scopes == null) {
            scopes = general.scopes;
            empty |= scopes != null && scopes.isEmpty();
        } else if (restricts && roles == null) {
            roles = general.roles;
            empty |= roles != null && roles.isEmpty();
        }
        return this;
    }

    private void add(Annotation annotation) {
        switch (annotation.annotationType().getName()) {
            case PACKAGE + "RequiresScope" -> scopes = values(annotation);
            case PACKAGE + "RequiresRole", STANDARD + "RolesAllowed" -> {
                Set<String> more = values(annotation);
                if (roles != null) {
                    more.retainAll(roles);
                }
                denied |= more.isEmpty();
                roles = more;
            }
            case PACKAGE + "PublicAccess", STANDARD + "PermitAll" -> anyone = true;
            case PACKAGE + "AnyCaller" -> known = true;
            case STANDARD + "DenyAll" -> denied = true;
            default -> {
                // It is about something else.
            }
        }
    }

    private Set<String> values(Annotation annotation) {
        Set<String> values = new HashSet<>();
        try {
            Object value = annotation.annotationType().getMethod("value").invoke(annotation);
            if (value instanceof String[] texts) {
                values.addAll(List.of(texts));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(annotation + " cannot be read", e);
        }
        empty |= values.isEmpty();
        return values;
    }

    private AccessRequirement requirement() {
        if (denied) {
            return AccessRequirement.DENIED;
        }
        if (empty) {
            return AccessRequirement.UNDECLARED;
        }
        if (scopes != null || roles != null) {
            return new AccessRequirement(
                    Kind.RESTRICTED, scopes == null ? Set.of() : scopes, roles == null ? Set.of() : roles);
        }
        return known ? AccessRequirement.ANY_CALLER : AccessRequirement.PUBLIC;
    }
}
