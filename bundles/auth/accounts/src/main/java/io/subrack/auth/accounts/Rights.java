/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which roles there are and what they allow: immutable, and another object after each change. */
final class Rights {
    private final SortedMap<String, Role> roles = new TreeMap<>();
    private final SortedMap<String, Group> groups = new TreeMap<>();

    Rights(Collection<Role> roles, Collection<Group> groups) {
        roles.forEach(role -> this.roles.put(role.name(), role));
        BuiltIn.ROLES.forEach(role -> this.roles.put(role.name(), role));
        groups.forEach(group -> this.groups.put(group.name(), group));
    }

    List<Role> roles() {
        return List.copyOf(roles.values());
    }

    List<Group> groups() {
        return List.copyOf(groups.values());
    }

    boolean hasRole(String name) {
        return roles.containsKey(name);
    }

    boolean hasGroup(String name) {
        return groups.containsKey(name);
    }

    Rights with(Role role) {
        var changed = new TreeMap<>(roles);
        changed.put(role.name(), role);
        return new Rights(changed.values(), groups.values());
    }

    Rights withoutRole(String name) {
        var changed = new TreeMap<>(roles);
        changed.remove(name);
        return new Rights(changed.values(), groups.values());
    }

    Rights with(Group group) {
        var changed = new TreeMap<>(groups);
        changed.put(group.name(), group);
        return new Rights(roles.values(), changed.values());
    }

    Rights withoutGroup(String name) {
        var changed = new TreeMap<>(groups);
        changed.remove(name);
        return new Rights(roles.values(), changed.values());
    }

    /** Returns the roles that a user has, those of the groups included, sorted. */
    Set<String> rolesOf(User user) {
        return rolesOf(user.roles(), user.groups());
    }

    Set<String> rolesOf(Set<String> direct, Set<String> memberOf) {
        var names = new TreeSet<>(direct);
        for (var name : memberOf) {
            var group = groups.get(name);
            if (group != null) {
                names.addAll(group.roles());
            }
        }
        names.retainAll(roles.keySet());
        return Collections.unmodifiableSet(names);
    }

    Set<String> scopesOf(User user) {
        return scopes(rolesOf(user));
    }

    Set<String> scopes(Collection<String> roleNames) {
        var scopes = new TreeSet<String>();
        for (var name : roleNames) {
            var role = roles.get(name);
            if (role != null) {
                scopes.addAll(role.scopes());
            }
        }
        return Collections.unmodifiableSet(scopes);
    }

    /** Returns those of a user's roles all scopes of which a credential has. */
    Set<String> coveredRolesOf(User user, Set<String> scopes) {
        var covered = new TreeSet<>(rolesOf(user));
        covered.removeIf(name -> !scopes.containsAll(scopes(Set.of(name))));
        return Collections.unmodifiableSet(covered);
    }

    boolean isAdmin(User user) {
        return user.enabled() && rolesOf(user).contains(BuiltIn.ADMIN);
    }
}
